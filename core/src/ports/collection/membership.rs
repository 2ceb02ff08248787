use async_trait::async_trait;

use crate::id::{CollectionId, LinkId};
use crate::ports::StoreError;

/// That a link is in a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Membership {
    /// The set.
    pub collection: CollectionId,
    /// The link.
    pub link: LinkId,
}

/// Which links are in which sets. A membership goes with its set, and with its link's row: a deleted link keeps its places
/// as long as it is in the trash.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait MembershipRepository: Send + Sync {
    /// The memberships of these links, none to 1,000, ordered by link and set.
    async fn list_by_links(&self, links: &[LinkId]) -> Result<Vec<Membership>, StoreError>;

    /// How many links are in a set, with those in the trash.
    async fn count(&self, collection: CollectionId) -> Result<u64, StoreError>;

    /// Adds none to 1,000 memberships; says how many were new. One that is there already stays, also when several units add it at
    /// once. MUST answer [`StoreError::Missing`] when a set or a link is not there.
    async fn insert(&self, memberships: &[Membership]) -> Result<u64, StoreError>;

    /// Removes a membership; says whether there was one.
    async fn delete(&self, membership: Membership) -> Result<bool, StoreError>;
}
