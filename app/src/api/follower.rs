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
    /// The client.
    pub(super) address: Option<IpAddr>,
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
    let (mut user_agent, mut referrer, mut languages) = (None, None, None);
    let mut prefetch = false;
    // One pass takes less time than finding each field. Of fields that are given more than once
    // the first counts, but any may mark a prefetch.
    for (name, value) in headers {
        if name == header::USER_AGENT {
            user_agent = user_agent.or(Some(value));
        } else if name == header::REFERER {
            referrer = referrer.or(Some(value));
        } else if name == header::ACCEPT_LANGUAGE {
            languages = languages.or(Some(value));
        } else {
            prefetch |= announces_prefetch(name, value);
        }
    }
    let text = |value: Option<&'a HeaderValue>| value.and_then(|value| value.to_str().ok());
    ClientInfo {
        agent: agents.read(user_agent.map_or(b"", |value| value.as_bytes())),
        user_agent: text(user_agent).unwrap_or_default(),
        address,
        referrer: text(referrer),
        languages: text(languages),
        prefetch,
    }
}

/// Whether this field marks a prefetch.
fn announces_prefetch(name: &HeaderName, value: &HeaderValue) -> bool {
    let mut fields = PREFETCH_FIELDS.iter();
    let Some((_, prefixes)) = fields.find(|(field, _)| field == name) else {
        return false;
    };
    let value = value.to_str().unwrap_or_default().trim();
    let value = value.to_ascii_lowercase();
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
