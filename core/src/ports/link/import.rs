use async_trait::async_trait;

use crate::id::{CollectionId, ImportId, LinkId, UserId};
use crate::ports::{StoreError, Timestamp};

/// Running all-or-nothing imports: their links and collections are staged, part by part, and become visible at once.
///
/// A staged link or collection MUST NOT be found, listed or counted by any other call, nor by
/// [`RouteFinder`](crate::ports::RouteFinder), except by
/// [`LinkRepository::count_by_owner`](crate::ports::LinkRepository::count_by_owner),
/// [`CollectionRepository::count_by_owner`](crate::ports::CollectionRepository::count_by_owner) and
/// [`MembershipRepository::count`](crate::ports::MembershipRepository::count), which reserve room for it. Its slug or name is
/// taken.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ImportRepository: Send + Sync {
    /// Begins an import. MUST return [`StoreError::Missing`] when the owner does not exist. MUST NOT reuse an id.
    async fn begin(&self, owner: UserId, now: Timestamp) -> Result<ImportId, StoreError>;

    /// Stages what this unit inserted: links with their memberships, none to 1,000, and collections. Returns whether the import
    /// is still running; if not, the unit is not to be committed.
    async fn stage(
        &self,
        import: ImportId,
        links: &[LinkId],
        collections: &[CollectionId],
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Makes everything visible that an import staged, in time independent of its size; returns whether the import was still
    /// running. MUST NOT make an abandoned import visible.
    async fn complete(&self, import: ImportId) -> Result<bool, StoreError>;

    /// Abandons an import: nothing of it will ever be visible.
    async fn abandon(&self, import: ImportId) -> Result<(), StoreError>;

    /// Abandons the imports that staged nothing since `since`, and removes about `limit` rows at most that abandoned imports
    /// staged; returns how many, and 0 when nothing is left. MUST keep what other imports staged.
    async fn remove_abandoned(&self, since: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
