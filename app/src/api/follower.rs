//! Who follows a link, as the request tells.

use std::net::IpAddr;

use korotko_core::link::ClientInfo;
use korotko_useragent::AgentReader;
use poem::http::{HeaderMap, Method, header};
use poem::{FromRequest, Request, RequestBody, Result};

use crate::http::{ClientAddr, OriginalMethod};

/// What browsers send with a request that only looks ahead, and how such a value begins or reads: `Sec-Purpose` (Fetch, "prefetch"),
/// and what it was called before in Chrome, Safari and Firefox.
const LOOKS_AHEAD: [(&str, &[&str]); 4] = [
    ("sec-purpose", &["prefetch", "prerender"]),
    ("purpose", &["prefetch", "preview"]),
    ("x-purpose", &["prefetch", "preview"]),
    ("x-moz", &["prefetch"]),
];

/// What of a request a click is made of.
pub(super) struct Visitor<'a> {
    /// Whether it goes there: a HEAD only asks.
    pub(super) goes: bool,
    headers: &'a HeaderMap,
    address: Option<IpAddr>,
}

impl Visitor<'_> {
    /// Whoever follows the link, with the user agent recognised.
    pub(super) fn follower(&self, agents: &AgentReader) -> ClientInfo<'_> {
        let field = |name| self.headers.get(name).and_then(|value| value.to_str().ok());
        let user_agent = self.headers.get(header::USER_AGENT);
        ClientInfo {
            agent: agents.read(user_agent.map_or(b"", |value| value.as_bytes())),
            user_agent: field(header::USER_AGENT).unwrap_or_default(),
            address: self.address,
            referrer: field(header::REFERER),
            languages: field(header::ACCEPT_LANGUAGE),
            prefetch: self.looks_ahead(),
        }
    }

    fn looks_ahead(&self) -> bool {
        LOOKS_AHEAD.iter().any(|(name, values)| {
            let value = self
                .headers
                .get(*name)
                .and_then(|value| value.to_str().ok());
            let value = value.unwrap_or_default().trim().to_ascii_lowercase();
            values.iter().any(|wanted| value.starts_with(wanted))
        })
    }
}

impl<'a> FromRequest<'a> for Visitor<'a> {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let method = request.data::<OriginalMethod>();
        Ok(Self {
            goes: method.is_none_or(|method| method.0 == Method::GET),
            headers: request.headers(),
            address: request.data::<ClientAddr>().map(|client| client.0),
        })
    }
}
