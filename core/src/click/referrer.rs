use std::fmt;
use std::sync::Arc;

use url::{Host, Url};

/// The maximum length of a host in bytes: that of DNS (RFC 1035 2.3.4).
const MAX_HOST: usize = 253;

/// The host of the page that a click came from, in lower case. Nothing else of the `Referer` (RFC 9110 10.1.3) is stored,
/// because paths and queries may identify people. Clones share its memory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Referrer(Arc<str>);

impl Referrer {
    /// The host of a `Referer` field; `None` when it has none, or when the host is an IP address.
    ///
    /// ```
    /// use korotko_core::click::Referrer;
    ///
    /// let host = |header| Referrer::from_header(header).map(|host| host.to_string());
    /// assert_eq!(host("https://News.Example.com/a?q=secret").as_deref(), Some("news.example.com"));
    /// assert_eq!(host("android-app://org.telegram.messenger/").as_deref(), Some("org.telegram.messenger"));
    /// assert_eq!(host("about:blank"), None);
    /// assert_eq!(host("http://192.0.2.1/"), None);
    /// ```
    #[must_use]
    pub fn from_header(header: &str) -> Option<Self> {
        if let Some(host) = plain_host(header) {
            return Some(Self(host.into()));
        }
        let url = Url::parse(header.trim()).ok()?;
        let host = url.host_str()?;
        // An IP address may be that of a private machine, and means nothing to others.
        let named = matches!(Host::parse(host), Ok(Host::Domain(_)));
        Self::from_host(host).filter(|_| named)
    }

    /// A stored host; `None` when it is malformed.
    #[must_use]
    pub fn from_host(host: &str) -> Option<Self> {
        let fits = (1..=MAX_HOST).contains(&host.len());
        let plain = host
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'*');
        if !fits || !plain {
            return None;
        }
        let is_lower = !host.bytes().any(|byte| byte.is_ascii_uppercase());
        Some(Self(if is_lower {
            host.into()
        } else {
            host.to_ascii_lowercase().into()
        }))
    }

    /// The host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The host of a web address that needs no parser, as nearly all do: in lower case, without user, port and anything that IDNA or
/// IPv4 would change. Redirects are too frequent for the parser, which takes longer than the rest of the click.
fn plain_host(header: &str) -> Option<&str> {
    let after = header.strip_prefix("https://");
    let after = after.or_else(|| header.strip_prefix("http://"))?;
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let end = after.bytes().take_while(is_plain).count();
    let (host, behind) = after.split_at(end);
    let ends = matches!(behind.as_bytes().first(), None | Some(b'/' | b'?' | b'#'));
    let mut last = None;
    // By bytes, which is faster than by characters.
    for label in host.as_bytes().split(|byte| *byte == b'.') {
        last = Some(*label.first()?);
        if label.starts_with(b"xn--") {
            return None;
        }
    }
    // A number at the end would be an IPv4 address, or none.
    let is_name = last.is_some_and(|first| first.is_ascii_lowercase());
    let plain = ends && is_name && host.len() <= MAX_HOST;
    plain.then_some(host)
}

impl fmt::Display for Referrer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_plain_host_is_what_the_parser_returns(
            header in r"https?://([a-z0-9x.-]|xn--|[A-Z@:%é]){0,20}([/?#:\\][ -~]{0,5})?",
        ) {
            let url = Url::parse(header.trim()).ok();
            let host = url.as_ref().and_then(Url::host);
            if let Some(plain) = plain_host(&header) {
                prop_assert_eq!(host, Some(Host::Domain(plain)));
            }
        }

        #[test]
        fn an_ordinary_host_needs_no_parser(host in "[a-z][a-z0-9-]{0,9}[.][a-z]{2,9}", end in "[/?#]?") {
            prop_assume!(!host.starts_with("xn--"));
            let header = format!("https://{host}{end}");
            prop_assert_eq!(plain_host(&header), Some(&*host));
        }
    }
}
