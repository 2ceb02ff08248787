use async_trait::async_trait;

use crate::link::{Namespace, Route, Slug};
use crate::ports::StoreError;

/// The quick way from a short code to where it leads: one call, without a unit of work, that a cache can stand in front of.
///
/// A cache may answer what was true up to a second ago, and what it knew last while the store is away.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait RouteFinder: Send + Sync {
    /// What this code in this namespace leads to: the link that is not deleted when there is one, else the one that was deleted last.
    /// MUST NOT look into any other namespace, and MUST compare codes by case. The links of a deleted account are found as
    /// [`UserRepository::delete`](crate::ports::UserRepository::delete) says, whether or not its rows are removed yet.
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError>;

    /// Told after a link was changed or deleted here: from now on MUST NOT answer with what was remembered of this code.
    fn forget(&self, namespace: Namespace, slug: &Slug);

    /// Told after links of unknown codes were changed here: from now on MUST NOT answer with anything that was remembered.
    fn forget_all(&self);
}
