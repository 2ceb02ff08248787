//! The request that follows a link.

use std::net::IpAddr;

use korotko_core::link::ClientInfo;
use korotko_useragent::AgentReader;
use poem::http::{HeaderMap, Method, header};
use poem::{FromRequest, Request, RequestBody, Result};

use crate::http::{ClientAddr, OriginalMethod};

/// The fields that mark a prefetch, with the prefixes of their values: `Sec-Purpose` (Fetch, "prefetch"), and its predecessors in
/// Chrome, Safari and Firefox.
const PREFETCH_FIELDS: [(&str, &[&str]); 4] = [
    ("sec-purpose", &["prefetch", "prerender"]),
    ("purpose", &["prefetch", "preview"]),
    ("x-purpose", &["prefetch", "preview"]),
    ("x-moz", &["prefetch"]),
];

/// What a click records of a request.
pub(super) struct FollowRequest<'a> {
    /// Whether the request counts as a click: a HEAD does not.
    pub(super) counts: bool,
    headers: &'a HeaderMap,
    address: Option<IpAddr>,
}

impl FollowRequest<'_> {
    /// The follower, with the user agent parsed.
    pub(super) fn follower(&self, agents: &AgentReader) -> ClientInfo<'_> {
        let field = |name| self.headers.get(name).and_then(|value| value.to_str().ok());
        let user_agent = self.headers.get(header::USER_AGENT);
        ClientInfo {
            agent: agents.read(user_agent.map_or(b"", |value| value.as_bytes())),
            user_agent: field(header::USER_AGENT).unwrap_or_default(),
            address: self.address,
            referrer: field(header::REFERER),
            languages: field(header::ACCEPT_LANGUAGE),
            prefetch: self.is_prefetch(),
        }
    }

    fn is_prefetch(&self) -> bool {
        PREFETCH_FIELDS.iter().any(|(name, values)| {
            let value = self
                .headers
                .get(*name)
                .and_then(|value| value.to_str().ok());
            let value = value.unwrap_or_default().trim().to_ascii_lowercase();
            values.iter().any(|wanted| value.starts_with(wanted))
        })
    }
}

impl<'a> FromRequest<'a> for FollowRequest<'a> {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let method = request.data::<OriginalMethod>();
        Ok(Self {
            counts: method.is_none_or(|method| method.0 == Method::GET),
            headers: request.headers(),
            address: request.data::<ClientAddr>().map(|client| client.0),
        })
    }
}
