//! What a line of a file says.

use std::borrow::Cow;
use std::net::IpAddr;

use url::Host;

use crate::host_set::{of_domain, of_host};

/// Passes the hash of each host and domain of a line to `add`; returns whether all of it could be read.
pub(crate) fn read_line(line: &[u8], mut add: impl FnMut(u64)) -> bool {
    let Ok(line) = str::from_utf8(line) else {
        return false;
    };
    let line = line.trim_start_matches('\u{feff}');
    let line = line.split_once('#').map_or(line, |(before, _)| before);
    let mut words = line.split_ascii_whitespace();
    let Some(first) = words.next() else {
        return true;
    };
    let mut words = words.peekable();
    if words.peek().is_none() {
        return add_entry(first, &mut add);
    }
    // A hosts file: an address, and the names that it has.
    // An IPv6 address may have a zone (RFC 4007 11).
    let address = first.split_once('%').map_or(first, |(address, _)| address);
    if address.parse::<IpAddr>().is_err() {
        return false;
    }
    let mut good = true;
    for word in words {
        good &= add_entry(word, &mut add);
    }
    good
}

fn add_entry(word: &str, add: &mut impl FnMut(u64)) -> bool {
    let domain = word.strip_prefix("*.").or_else(|| word.strip_prefix('.'));
    let Some(host) = canonical(domain.unwrap_or(word)) else {
        return false;
    };
    add(if domain.is_some() {
        of_domain(host.as_bytes())
    } else {
        of_host(host.as_bytes())
    });
    true
}

/// The form in which targets have their hosts.
fn canonical(host: &str) -> Option<Cow<'_, str>> {
    let host = host.trim_end_matches('.');
    if is_plain(host) {
        return Some(Cow::Borrowed(host));
    }
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let host = match address.parse::<IpAddr>() {
        Ok(address) => address.to_canonical().to_string(),
        Err(_) => match Host::parse(host).ok()? {
            Host::Domain(name) => name,
            address => address.to_string(),
        },
    };
    Some(Cow::Owned(host))
}

/// Whether a host is obviously in its canonical form, as nearly all are: it need not be parsed. The last label of a name is no
/// number, or it would be an address.
fn is_plain(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    last.starts_with(|first: char| first.is_ascii_lowercase())
        && !host.contains("xn--")
        && !host.starts_with('.')
        && host
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_'))
}
