use async_trait::async_trait;

use crate::id::{CollectionId, LinkId};
use crate::ports::StoreError;

/// That a link is in a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Membership {
    /// The collection.
    pub collection: CollectionId,
    /// The link.
    pub link: LinkId,
}

/// Which links are in which collections. A membership is removed with its collection, and with its link's row: a deleted link
/// keeps its memberships while it is in the trash.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait MembershipRepository: Send + Sync {
    /// The memberships of these links, none to 1,000, ordered by link and collection.
    async fn list_by_links(&self, links: &[LinkId]) -> Result<Vec<Membership>, StoreError>;

    /// How many links are in a collection, including those in the trash.
    async fn count(&self, collection: CollectionId) -> Result<u64, StoreError>;

    /// Adds none to 1,000 memberships; returns how many are new. An existing one stays, also when units add it concurrently.
    /// MUST return [`StoreError::Missing`] when a collection or a link does not exist.
    async fn insert(&self, memberships: &[Membership]) -> Result<u64, StoreError>;

    /// Removes a membership; returns whether it existed.
    async fn delete(&self, membership: Membership) -> Result<bool, StoreError>;
}
