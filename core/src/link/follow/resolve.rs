use std::net::IpAddr;
use std::sync::Arc;

use super::forward::forward;
use crate::fault::fault;
use crate::id::LinkId;
use crate::link::{
    Block, BlockCause, LinkState, Links, Namespace, QueryForwarding, RedirectStatus, Route, Slug,
    TOMBSTONE_LIFETIME, TargetUrl,
};
use crate::ports::{KnownRoute, StoreError, Timestamp};
use crate::rate_limit::RateLimitError;

/// The redirect of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The link.
    pub link: LinkId,
    /// The target, or the fallback of a link that is expired or exhausted; without anything of the request.
    pub target: TargetUrl,
    /// The status code.
    pub status: RedirectStatus,
    /// What happens to the query of the request.
    pub query_forwarding: QueryForwarding,
    /// Whether it leads to the fallback.
    pub is_fallback: bool,
}

impl Redirect {
    /// The redirect of a link that is expired or exhausted. It is temporary, since the link may become live again, and gets
    /// nothing of the request, which is meant for the target.
    fn to_fallback(link: LinkId, fallback: Option<TargetUrl>) -> Result<Self, ResolveLinkError> {
        let target = fallback.ok_or(ResolveLinkError::Gone)?;
        Ok(Self {
            link,
            target,
            status: RedirectStatus::TemporaryRedirect,
            query_forwarding: QueryForwarding::Off,
            is_fallback: true,
        })
    }

    /// Where a request with this query is redirected: to the target, with the parameters of the query as the link says. `u`, which
    /// names the namespace, is not forwarded. A target that would be longer than [`TargetUrl::MAX_BYTES`] stays as it is.
    ///
    /// Parameters are forwarded as they were sent, in their order; only what the query of a URL may not contain is
    /// percent-encoded. The scheme, host, path and fragment of the target never change.
    #[must_use]
    pub fn location(self, query: Option<&str>) -> TargetUrl {
        forward(&self.target, self.query_forwarding, query).unwrap_or(self.target)
    }
}

/// Why a slug cannot be resolved.
#[derive(Debug, thiserror::Error)]
pub enum ResolveLinkError {
    /// No link has this slug in this namespace.
    #[error("link not found")]
    NotFound,
    /// The link is deleted, or expired or exhausted without a fallback.
    #[error("this link is no longer available")]
    Gone,
    /// The owner disabled the link, or an administrator all links of the owner.
    #[error("this link is disabled")]
    Disabled,
    /// The link is blocked, but not as a legal demand requires.
    #[error("this link is blocked")]
    Blocked,
    /// The link is blocked as a legal demand requires, for this reason.
    #[error("this link is not available for legal reasons: {0}")]
    LegalReasons(String),
    /// Too many requests for slugs without a link.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ResolveLinkError {
    /// Why a link with this block cannot be resolved.
    fn blocked(block: Option<Arc<Block>>) -> Self {
        let legal = block.filter(|block| block.cause == BlockCause::Legal);
        legal.map_or(Self::Blocked, |block| {
            let reason = block.reason.as_ref().map(ToString::to_string);
            Self::LegalReasons(reason.unwrap_or_default())
        })
    }
}

impl Links {
    /// Returns what [`follow`](Self::follow) would, without recording a click.
    pub async fn resolve(
        &self,
        namespace: Namespace,
        slug: &str,
        client: Option<IpAddr>,
    ) -> Result<Redirect, ResolveLinkError> {
        match self.look_up(namespace, slug, client).await? {
            Resolved::Live(live) if self.is_exhausted(&live).await? => live.exhausted(),
            resolved => Ok(resolved.redirect()),
        }
    }

    /// Whether the clicks consumed until now reach the limit of a link.
    pub(super) async fn is_exhausted(&self, live: &Live) -> Result<bool, StoreError> {
        let Some(max) = live.max_clicks else {
            return Ok(false);
        };
        let statistics = self.ports.store.statistics();
        Ok(statistics.count_consumed(live.redirect.link).await? >= max)
    }

    /// Does the same as [`resolve`](Self::resolve) without waiting; `None` if that is impossible, as for
    /// [`follow_known`](Self::follow_known).
    #[must_use]
    pub fn resolve_known(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Option<Result<Redirect, ResolveLinkError>> {
        let known = self.known(namespace, slug)?;
        Some(known.map(Resolved::redirect))
    }

    /// Where the link with this slug leads by its route; clicks consumed since the route was found are not considered. Requests of
    /// a client for slugs without a link are limited, those for links never.
    pub(super) async fn look_up(
        &self,
        namespace: Namespace,
        slug: &str,
        client: Option<IpAddr>,
    ) -> Result<Resolved, ResolveLinkError> {
        let found = self.find(namespace, slug).await;
        if let Err(ResolveLinkError::NotFound) = found {
            self.rates.unknown_slug(client).await?;
        }
        found
    }

    async fn find(&self, namespace: Namespace, slug: &str) -> Result<Resolved, ResolveLinkError> {
        let slug = Slug::parse(slug).map_err(|_| ResolveLinkError::NotFound)?;
        let found = self.ports.route_finder.find_route(namespace, &slug).await?;
        self.check(found.ok_or(ResolveLinkError::NotFound)?)
    }

    /// Does the same without waiting; `None` if that is impossible, as for a slug without a link, which must be counted.
    pub(super) fn known(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Option<Result<Resolved, ResolveLinkError>> {
        match self.ports.route_finder.known_route(namespace, slug) {
            KnownRoute::Found(route) if route.max_clicks.is_none() => Some(self.check(route)),
            KnownRoute::Found(_) | KnownRoute::Missing | KnownRoute::Unknown => None,
        }
    }

    fn check(&self, route: Route) -> Result<Resolved, ResolveLinkError> {
        let at = self.ports.clock.now();
        let is_released = |deleted: Timestamp| deleted + TOMBSTONE_LIFETIME <= at;
        match route.state(at) {
            LinkState::Live => Ok(Resolved::Live(Live::new(route, at))),
            LinkState::Expired | LinkState::Exhausted => {
                Redirect::to_fallback(route.link, route.fallback).map(Resolved::Fallback)
            }
            LinkState::Deleted if route.deleted_at.is_some_and(is_released) => {
                Err(ResolveLinkError::NotFound)
            }
            LinkState::Deleted => Err(ResolveLinkError::Gone),
            LinkState::Disabled => Err(ResolveLinkError::Disabled),
            LinkState::Blocked => Err(ResolveLinkError::blocked(route.block)),
        }
    }
}

/// Where a link leads.
pub(super) enum Resolved {
    /// To its target.
    Live(Live),
    /// To its fallback.
    Fallback(Redirect),
}

impl Resolved {
    fn redirect(self) -> Redirect {
        match self {
            Self::Live(live) => live.redirect,
            Self::Fallback(redirect) => redirect,
        }
    }
}

/// A live link.
pub(super) struct Live {
    pub(super) redirect: Redirect,
    /// After how many clicks the link is exhausted.
    pub(super) max_clicks: Option<u64>,
    fallback: Option<TargetUrl>,
    /// When the route was looked up.
    pub(super) at: Timestamp,
}

impl Live {
    fn new(route: Route, at: Timestamp) -> Self {
        Self {
            redirect: Redirect {
                link: route.link,
                target: route.target,
                status: route.redirect_status,
                query_forwarding: route.query_forwarding,
                is_fallback: false,
            },
            max_clicks: route.max_clicks,
            fallback: route.fallback,
            at,
        }
    }

    /// What to answer once its clicks are used up.
    pub(super) fn exhausted(self) -> Result<Redirect, ResolveLinkError> {
        Redirect::to_fallback(self.redirect.link, self.fallback)
    }
}

fault!(ResolveLinkError {
    violations: [],
    variants: [
        NotFound => NotFound "not-found",
        Gone => Gone "gone",
        Disabled => Gone "link-disabled",
        Blocked => Gone "link-blocked",
        LegalReasons => LegalReasons "legal-reasons"
    ],
    transparent: [RateLimit, Store],
});
