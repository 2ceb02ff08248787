//! A redirect as an answer.

use std::sync::Arc;

use korotko_core::id::UserId;
use korotko_core::link::{Links, Namespace, Redirect, RedirectStatus, ResolveLinkError};
use korotko_useragent::AgentReader;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaParamIn, MetaSchemaRef};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use url::form_urlencoded;

use super::follower::Visitor;
use crate::problems;

problems! {
    /// Why a code leads nowhere.
    pub FollowProblem {
        404,
        410 "gone: this link was deleted, is past its end, or had as many clicks as it may have; `link-disabled` and `link-blocked` \
            for one that was switched off by its owner or by whoever runs the service",
        503,
    }
}

/// A redirect: the status is the link's own.
#[derive(ApiResponse)]
pub(super) enum Followed {
    /// For good; clients may remember it and turn a POST into a GET.
    #[oai(status = 301)]
    MovedPermanently(
        /// Where the link leads.
        #[oai(header = "Location")]
        String,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// For now; clients may turn a POST into a GET.
    #[oai(status = 302)]
    Found(
        /// Where the link leads.
        #[oai(header = "Location")]
        String,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// For now.
    #[oai(status = 307)]
    TemporaryRedirect(
        /// Where the link leads.
        #[oai(header = "Location")]
        String,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
    /// For good; clients may remember it.
    #[oai(status = 308)]
    PermanentRedirect(
        /// Where the link leads.
        #[oai(header = "Location")]
        String,
        /// How long the answer may be kept.
        #[oai(header = "Cache-Control")]
        String,
    ),
}

impl From<Redirect> for Followed {
    fn from(redirect: Redirect) -> Self {
        let target = redirect.target.as_str().to_owned();
        let cache = if redirect.status.is_permanent() {
            "private, max-age=300"
        } else {
            "private, no-store"
        }
        .to_owned();
        match redirect.status {
            RedirectStatus::MovedPermanently => Self::MovedPermanently(target, cache),
            RedirectStatus::Found => Self::Found(target, cache),
            RedirectStatus::TemporaryRedirect => Self::TemporaryRedirect(target, cache),
            RedirectStatus::PermanentRedirect => Self::PermanentRedirect(target, cache),
        }
    }
}

/// Whose link a request is for: the query parameter `u`, if there is one.
#[derive(Debug)]
pub(super) struct Whose(Option<Namespace>);

impl Whose {
    /// The namespace that the query names; `None` when it names nobody: `u` is one positive integer, once, without a sign or
    /// leading zeros.
    fn read(query: &str) -> Option<Namespace> {
        let mut given = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "u");
        let Some((_, id)) = given.next() else {
            return Some(Namespace::Global);
        };
        let plain = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
        let alone = given.next().is_none();
        let id = id.parse().ok().filter(|_| plain && alone)?;
        Some(Namespace::Personal(UserId(id)))
    }
}

impl<'a> ApiExtractor<'a> for Whose {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];

    type ParamType = i64;
    type ParamRawType = i64;

    fn param_in() -> Option<MetaParamIn> {
        Some(MetaParamIn::Query)
    }

    fn param_schema_ref() -> Option<MetaSchemaRef> {
        Some(i64::schema_ref())
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<i64>,
    ) -> poem::Result<Self> {
        Ok(Self(Self::read(request.uri().query().unwrap_or_default())))
    }
}

/// Follows links: finds where a code leads, and who goes there.
#[derive(Clone)]
pub(super) struct Guide {
    links: Links,
    agents: Arc<AgentReader>,
}

impl Guide {
    pub(super) fn new(links: Links) -> Self {
        Self {
            links,
            agents: Arc::new(AgentReader::default()),
        }
    }

    /// Where the code `slug` leads, in the namespace that is asked for. A GET is a click; a HEAD is none.
    pub(super) async fn follow(
        &self,
        slug: &str,
        whose: Whose,
        visitor: Visitor<'_>,
    ) -> Result<Followed, FollowProblem> {
        let namespace = whose.0.ok_or(ResolveLinkError::NotFound)?;
        if !visitor.goes {
            return Ok(self.links.resolve(namespace, slug).await?.into());
        }
        let follower = visitor.follower(&self.agents);
        Ok(self.links.follow(namespace, slug, &follower).await?.into())
    }
}
