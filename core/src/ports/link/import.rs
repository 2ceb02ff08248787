use async_trait::async_trait;

use crate::id::{CollectionId, ImportId, LinkId, UserId};
use crate::ports::{StoreError, Timestamp};

/// Imports that are all or nothing, while they are under way: what they bring in is staged, part by part, and becomes visible at
/// once.
///
/// A staged link or set MUST NOT be found, listed or counted by any other call, nor by
/// [`RouteFinder`](crate::ports::RouteFinder); but for [`LinkRepository::count_by_owner`](crate::ports::LinkRepository::count_by_owner),
/// [`CollectionRepository::count_by_owner`](crate::ports::CollectionRepository::count_by_owner) and
/// [`MembershipRepository::count`](crate::ports::MembershipRepository::count), which keep room for it. Its code or name is taken.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ImportRepository: Send + Sync {
    /// Begins an import. MUST answer [`StoreError::Missing`] when the owner is no user. MUST NOT give an id that any import ever
    /// had.
    async fn begin(&self, owner: UserId, now: Timestamp) -> Result<ImportId, StoreError>;

    /// Stages what this very unit inserted: links with their memberships, none to 1,000, and sets. Says whether the import is
    /// still under way; if not, the unit is not to be committed.
    async fn stage(
        &self,
        import: ImportId,
        links: &[LinkId],
        collections: &[CollectionId],
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Makes all visible that an import staged, in a time that does not depend on how much that is; says whether the import was
    /// still under way. MUST NOT make anything visible that was given up.
    async fn complete(&self, import: ImportId) -> Result<bool, StoreError>;

    /// Gives an import up: nothing of it will ever be visible.
    async fn give_up(&self, import: ImportId) -> Result<(), StoreError>;

    /// Gives up the imports that staged nothing since `since`, and removes about `limit` rows at most of what imports that were
    /// given up had staged; says how many, and 0 when nothing is left. MUST leave what other imports staged.
    async fn remove_given_up(&self, since: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
