use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use poem::http::{HeaderMap, HeaderName, header};
use poem::{Endpoint, Request, Response, Result};

use super::forwarded_by::ForwardedBy;
use super::settings::HttpSettings;

/// The client's address: the peer of the socket, or the one that trusted proxies forward. An extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddr(pub IpAddr);

/// Stores the client's address. A request without a socket, as in a test, has none.
pub(super) async fn attach(
    next: Arc<impl Endpoint<Output = Response>>,
    mut request: Request,
    settings: Arc<HttpSettings>,
) -> Result<Response> {
    if let Some(peer) = request.remote_addr().as_socket_addr() {
        let client = client(peer.ip(), request.headers(), &settings);
        request.set_data(ClientAddr(client));
    }
    next.call(request).await
}

/// The nearest hop that is not a trusted proxy. Each proxy appends the address of its peer, so the list is read from its end;
/// everything before the first untrusted hop could be forged.
pub(in crate::http) fn client(
    peer: IpAddr,
    headers: &HeaderMap,
    settings: &HttpSettings,
) -> IpAddr {
    let trusted = &settings.trusted_proxies;
    let is_trusted = |hop: &IpAddr| trusted.iter().any(|network| network.contains(hop));
    let mut nearest = peer.to_canonical();
    if !is_trusted(&nearest) {
        return nearest;
    }
    let mut hops = hops(headers, settings.forwarded_by).into_iter().rev();
    while is_trusted(&nearest) {
        match hops.next() {
            Some(Some(hop)) => nearest = hop,
            // The end of the list, or an invalid hop: only the last proxy is known.
            Some(None) | None => break,
        }
    }
    nearest
}

/// The hops from the farthest to the nearest; `None` for an obfuscated or invalid one.
fn hops(headers: &HeaderMap, field: ForwardedBy) -> Vec<Option<IpAddr>> {
    let (name, read): (_, fn(&str) -> Option<IpAddr>) = match field {
        ForwardedBy::XForwardedFor => (HeaderName::from_static("x-forwarded-for"), address),
        ForwardedBy::Forwarded => (header::FORWARDED, forwarded_for),
    };
    let lines = headers
        .get_all(name)
        .iter()
        .map(|line| line.to_str().unwrap_or_default());
    lines
        .flat_map(|line| line.split(','))
        .map(|hop| read(hop.trim()))
        .collect()
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
