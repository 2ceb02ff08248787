//! The request that follows a link.

use std::net::IpAddr;

use korotko_core::link::ClientInfo;
use korotko_useragent::AgentReader;
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use poem::{FromRequest, Request, RequestBody, Result};

use crate::http::{ClientAddr, OriginalMethod};

/// The fields that mark a prefetch, with the prefixes of their values: `Sec-Purpose` (Fetch, "prefetch"), and its predecessors in
/// Chrome, Safari and Firefox.
static PREFETCH_FIELDS: [(HeaderName, &[&str]); 4] = [
    (
        HeaderName::from_static("sec-purpose"),
        &["prefetch", "prerender"],
    ),
    (HeaderName::from_static("purpose"), &["prefetch", "preview"]),
    (
        HeaderName::from_static("x-purpose"),
        &["prefetch", "preview"],
    ),
    (HeaderName::from_static("x-moz"), &["prefetch"]),
];

/// What a click records of a request.
pub(super) struct FollowRequest<'a> {
    /// Whether the request counts as a click: a HEAD does not.
    pub(super) counts: bool,
    /// The query as sent.
    pub(super) query: Option<&'a str>,
    headers: &'a HeaderMap,
    address: Option<IpAddr>,
}

impl FollowRequest<'_> {
    /// The client, with the user agent parsed.
    pub(super) fn client(&self, agents: &AgentReader) -> ClientInfo<'_> {
        client(self.headers, self.address, agents)
    }
}

/// What a click records of the fields of a request, with the user agent parsed.
pub(super) fn client<'a>(
    headers: &'a HeaderMap,
    address: Option<IpAddr>,
    agents: &AgentReader,
) -> ClientInfo<'a> {
    let field = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let user_agent = headers.get(header::USER_AGENT);
    ClientInfo {
        agent: agents.read(user_agent.map_or(b"", |value| value.as_bytes())),
        user_agent: field(header::USER_AGENT).unwrap_or_default(),
        address,
        referrer: field(header::REFERER),
        languages: field(header::ACCEPT_LANGUAGE),
        prefetch: PREFETCH_FIELDS
            .iter()
            .any(|(name, values)| announces(headers.get(name), values)),
    }
}

/// Whether a field has one of these prefixes.
fn announces(field: Option<&HeaderValue>, prefixes: &[&str]) -> bool {
    let value = field.and_then(|value| value.to_str().ok());
    let value = value.unwrap_or_default().trim().to_ascii_lowercase();
    prefixes.iter().any(|prefix| value.starts_with(prefix))
}

impl<'a> FromRequest<'a> for FollowRequest<'a> {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let method = request.data::<OriginalMethod>();
        Ok(Self {
            counts: method.is_none_or(|method| method.0 == Method::GET),
            query: request.uri().query(),
            headers: request.headers(),
            address: request.data::<ClientAddr>().map(|client| client.0),
        })
    }
}
