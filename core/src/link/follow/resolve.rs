use super::forward::forward;
use crate::fault::fault;
use crate::id::LinkId;
use crate::link::{
    LinkState, Links, Namespace, QueryForwarding, RedirectStatus, Route, Slug, TOMBSTONE_LIFETIME,
    TargetUrl,
};
use crate::ports::{KnownRoute, StoreError, Timestamp};

/// The redirect of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The link.
    pub link: LinkId,
    /// The target, without anything of the request.
    pub target: TargetUrl,
    /// The status code.
    pub status: RedirectStatus,
    /// What happens to the query of the request.
    pub query_forwarding: QueryForwarding,
}

impl Redirect {
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
    /// The link is deleted, expired, or exhausted.
    #[error("this link is no longer available")]
    Gone,
    /// The owner disabled the link.
    #[error("this link is disabled")]
    Disabled,
    /// An operator blocked the link.
    #[error("this link is blocked")]
    Blocked,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Returns the target of a link without recording a click.
    pub async fn resolve(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Redirect, ResolveLinkError> {
        let resolved = self.look_up(namespace, slug).await?;
        let redirect = resolved.redirect;
        if let Some(max) = resolved.max_clicks {
            let statistics = self.ports.store.statistics();
            if statistics.count_consumed(redirect.link).await? >= max {
                return Err(ResolveLinkError::Gone);
            }
        }
        Ok(redirect)
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
        Some(known.map(|resolved| resolved.redirect))
    }

    /// The link with this slug, if its route is live; clicks consumed since the route was found are not considered.
    pub(super) async fn look_up(
        &self,
        namespace: Namespace,
        slug: &str,
    ) -> Result<Resolved, ResolveLinkError> {
        let slug = Slug::parse(slug).map_err(|_| ResolveLinkError::NotFound)?;
        let found = self.ports.route_finder.find_route(namespace, &slug).await?;
        self.check(found.ok_or(ResolveLinkError::NotFound)?)
    }

    /// Does the same without waiting; `None` if that is impossible.
    pub(super) fn known(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Option<Result<Resolved, ResolveLinkError>> {
        match self.ports.route_finder.known_route(namespace, slug) {
            KnownRoute::Found(route) if route.max_clicks.is_none() => Some(self.check(route)),
            KnownRoute::Missing => Some(Err(ResolveLinkError::NotFound)),
            KnownRoute::Found(_) | KnownRoute::Unknown => None,
        }
    }

    fn check(&self, route: Route) -> Result<Resolved, ResolveLinkError> {
        let at = self.ports.clock.now();
        check_live(&route, at)?;
        Ok(Resolved {
            redirect: Redirect {
                link: route.link,
                target: route.target,
                status: route.redirect_status,
                query_forwarding: route.query_forwarding,
            },
            max_clicks: route.max_clicks,
            at,
        })
    }
}

/// A live link.
pub(super) struct Resolved {
    pub(super) redirect: Redirect,
    /// After how many clicks the link is exhausted.
    pub(super) max_clicks: Option<u64>,
    /// When the route was looked up.
    pub(super) at: Timestamp,
}

fn check_live(route: &Route, now: Timestamp) -> Result<(), ResolveLinkError> {
    let is_released = |deleted: Timestamp| deleted + TOMBSTONE_LIFETIME <= now;
    match route.state(now) {
        LinkState::Live => Ok(()),
        LinkState::Deleted if route.deleted_at.is_some_and(is_released) => {
            Err(ResolveLinkError::NotFound)
        }
        LinkState::Deleted | LinkState::Exhausted | LinkState::Expired => {
            Err(ResolveLinkError::Gone)
        }
        LinkState::Disabled => Err(ResolveLinkError::Disabled),
        LinkState::Blocked => Err(ResolveLinkError::Blocked),
    }
}

fault!(ResolveLinkError {
    violations: [],
    variants: [
        NotFound => NotFound "not-found",
        Gone => Gone "gone",
        Disabled => Gone "link-disabled",
        Blocked => Gone "link-blocked"
    ],
    transparent: [Store],
});
