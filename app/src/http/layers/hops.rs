//! The hops that proxies forward. Stands on nothing else of the program, so that the fuzz targets include this file.

use std::net::{IpAddr, SocketAddr};

/// The hops of a line of `X-Forwarded-For`, from the farthest to the nearest; `None` for an invalid one.
pub fn x_forwarded_for(line: &str) -> impl Iterator<Item = Option<IpAddr>> {
    line.split(',').map(|hop| address(hop.trim()))
}

/// The hops of a line of `Forwarded` (RFC 7239), from the farthest to the nearest; `None` for an obfuscated or invalid one.
pub fn forwarded(line: &str) -> impl Iterator<Item = Option<IpAddr>> {
    line.split(',').map(|hop| forwarded_for(hop.trim()))
}

/// The nearest hop that is not a trusted proxy. Each proxy appends the address of its peer, so the list is read from its end;
/// everything before the first untrusted hop could be forged.
pub fn nearest(
    peer: IpAddr,
    hops: impl FnOnce() -> Vec<Option<IpAddr>>,
    is_trusted: impl Fn(&IpAddr) -> bool,
) -> IpAddr {
    let mut nearest = peer.to_canonical();
    if !is_trusted(&nearest) {
        return nearest;
    }
    let mut hops = hops().into_iter().rev();
    while is_trusted(&nearest) {
        match hops.next() {
            Some(Some(hop)) => nearest = hop,
            // The end of the list, or an invalid hop: only the last proxy is known.
            Some(None) | None => break,
        }
    }
    nearest
}

/// `for=…` of one element of `Forwarded` (RFC 7239 4).
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut pairs = element
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for"))?;
    address(value.trim().trim_matches('"'))
}

/// An address with or without a port, IPv6 with or without brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    let with_port = || text.parse().ok().map(|socket: SocketAddr| socket.ip());
    let address = bare.parse().ok().or_else(with_port)?;
    Some(IpAddr::to_canonical(&address))
}

/// What must hold for any line: functions that panic if it does not.
#[cfg(any(test, feature = "fuzz"))]
#[allow(
    dead_code,
    reason = "called by the tests, and by the fuzz targets, which include this file"
)]
#[allow(clippy::missing_panics_doc, reason = "test code")]
pub mod fuzz {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

    use super::{address, forwarded as forwarded_hops, nearest, x_forwarded_for};

    const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    const CLIENT: IpAddr = IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 7));

    /// An address is read as itself in each of its forms. Whatever a client sends, the address that the proxy appends decides.
    pub fn client_address(input: &[u8]) {
        let Ok(text) = str::from_utf8(input) else {
            return;
        };
        if let Some(ip) = address(text) {
            let socket = SocketAddr::new(ip, 4711);
            for form in [ip.to_string(), socket.to_string(), format!("[{ip}]")] {
                assert_eq!(address(&form), Some(ip), "{form}");
            }
            assert_eq!(ip, ip.to_canonical());
        }
        let line = format!("{text}, {CLIENT}");
        assert_decides(x_forwarded_for(&line).collect());
    }

    /// The same for `Forwarded`; an element has one address at most.
    pub fn forwarded(input: &[u8]) {
        let Ok(text) = str::from_utf8(input) else {
            return;
        };
        let line = format!("{text}, for=\"[{CLIENT}]:4711\";proto=https");
        assert_decides(forwarded_hops(&line).collect());
        for hop in forwarded_hops(text).flatten() {
            let element = format!("proto=http;FOR=\"{}\"", SocketAddr::new(hop, 80));
            assert!(forwarded_hops(&element).eq([Some(hop)]), "{element}");
        }
    }

    /// The client is the last hop, which the proxy appended.
    fn assert_decides(hops: Vec<Option<IpAddr>>) {
        assert_eq!(nearest(PROXY, || hops, |hop| *hop == PROXY), CLIENT);
    }

    #[cfg(test)]
    mod tests {
        korotko_testkit::fuzzed!(client_address, forwarded);
    }
}
