use std::net::IpAddr;

use poem::Request;
use poem::http::{HeaderMap, HeaderName, header};

use super::forwarded_by::ForwardedBy;
use super::hops;
use super::settings::HttpSettings;

/// The client's address: the peer of the socket, or the one that trusted proxies forward. An extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddr(pub IpAddr);

/// Stores the client's address. A request without a socket, as in a test, has none.
pub(super) fn attach(request: &mut Request, settings: &HttpSettings) {
    if let Some(peer) = request.remote_addr().as_socket_addr() {
        let client = client(peer.ip(), request.headers(), settings);
        request.set_data(ClientAddr(client));
    }
}

/// The nearest hop that is not a trusted proxy.
pub(in crate::http) fn client(
    peer: IpAddr,
    headers: &HeaderMap,
    settings: &HttpSettings,
) -> IpAddr {
    let trusted = &settings.trusted_proxies;
    let is_trusted = |hop: &IpAddr| trusted.iter().any(|network| network.contains(hop));
    hops::nearest(
        peer,
        || forwarded_hops(headers, settings.forwarded_by),
        is_trusted,
    )
}

/// The hops from the farthest to the nearest; `None` for an obfuscated or invalid one.
fn forwarded_hops(headers: &HeaderMap, field: ForwardedBy) -> Vec<Option<IpAddr>> {
    let name = match field {
        ForwardedBy::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
        ForwardedBy::Forwarded => header::FORWARDED,
    };
    let mut found = Vec::new();
    for line in headers.get_all(name) {
        let line = line.to_str().unwrap_or_default();
        match field {
            ForwardedBy::XForwardedFor => found.extend(hops::x_forwarded_for(line)),
            ForwardedBy::Forwarded => found.extend(hops::forwarded(line)),
        }
    }
    found
}
