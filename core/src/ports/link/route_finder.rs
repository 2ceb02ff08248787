use async_trait::async_trait;

use crate::link::{Namespace, Route, Slug};
use crate::ports::StoreError;

/// What a [`RouteFinder`] knows without asking anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownRoute {
    /// This route, which [`RouteFinder::find_route`] would return as well.
    Found(Route),
    /// There is no link.
    Missing,
    /// Nothing: ask [`RouteFinder::find_route`].
    Unknown,
}

/// The fast look-up of a route by its slug: one call, without a unit of work, which a cache can implement.
///
/// A cache may return what was true up to a second ago, and the last known route while the store is unavailable.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait RouteFinder: Send + Sync {
    /// The route of this slug in this namespace: of the link that is not deleted, or else of the one deleted last. MUST NOT
    /// look into any other namespace, and MUST compare slugs case-sensitively. The links of a deleted account are found as
    /// [`UserRepository::delete`](crate::ports::UserRepository::delete) says, whether or not their rows are removed yet; those of a
    /// user with [`links_disabled`](crate::user::User::links_disabled) MUST be found as disabled.
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError>;

    /// The answer of [`find_route`](Self::find_route), if it needs no waiting: MUST NOT block, and MUST be as recent as that answer.
    fn known_route(&self, namespace: Namespace, slug: &Slug) -> KnownRoute {
        let _ = (namespace, slug);
        KnownRoute::Unknown
    }

    /// Called after a link was created, changed or deleted on this node: from then on MUST NOT return an answer for this slug
    /// that was cached before.
    fn forget(&self, namespace: Namespace, slug: &Slug);

    /// Called after links with unknown slugs were changed on this node: from then on MUST NOT return any answer that was cached
    /// before.
    fn forget_all(&self);
}
