use async_trait::async_trait;

use crate::link::{Link, Namespace, Slug};
use crate::ports::{StoreError, Timestamp};

/// The deleted links, whose rows stay for a while: their codes answer "gone", and only the former owner may have them again.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait TombstoneRepository: Send + Sync {
    /// The link of this code in this namespace that was deleted last, if that was after `deleted_after`. MUST NOT give a
    /// link that is not deleted.
    async fn find_latest(
        &self,
        namespace: Namespace,
        slug: &Slug,
        deleted_after: Timestamp,
    ) -> Result<Option<Link>, StoreError>;

    /// Leaves of up to `limit` links deleted at `until` or before nothing but their codes, owners and times: no target, title,
    /// tags or memberships. Says how many were cleared that were not before. MUST leave links that are not deleted.
    async fn clear(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;

    /// Removes the rows of up to `limit` links deleted at `until` or before; says how many. MUST leave links that are not
    /// deleted.
    async fn delete(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;

    /// Removes what deleted accounts left, about `limit` rows at most; says how many, and 0 when nothing is left. Personal links
    /// go, deleted or not; global ones become tombstones, deleted when the account was, and nothing stays of them but their
    /// codes and times: no owner, title, tags or target. MUST leave what other users have. What was counted goes with the row
    /// that it belongs to, and is not counted in `limit`.
    async fn remove_leftovers(&self, limit: u64) -> Result<u64, StoreError>;
}
