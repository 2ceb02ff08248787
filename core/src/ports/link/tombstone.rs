use async_trait::async_trait;

use crate::link::{Link, Namespace, Slug};
use crate::ports::{StoreError, Timestamp};

/// The deleted links, whose rows stay for a while: their slugs answer "gone", and are reserved for the former owner.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait TombstoneRepository: Send + Sync {
    /// The link with this slug in this namespace that was deleted last, if that was after `deleted_after`. MUST NOT return a
    /// link that is not deleted.
    async fn find_latest(
        &self,
        namespace: Namespace,
        slug: &Slug,
        deleted_after: Timestamp,
    ) -> Result<Option<Link>, StoreError>;

    /// Clears all fields but slugs, owners and times of up to `limit` links deleted at or before `until`: target, title, tags,
    /// memberships and share. Returns how many were cleared. MUST keep links that are not deleted.
    async fn clear(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;

    /// Removes the rows of up to `limit` links deleted at or before `until`; returns how many. MUST keep links that are not
    /// deleted.
    async fn delete(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;

    /// Removes the rows of deleted accounts, about `limit` at most; returns how many, and 0 when nothing is left. Personal
    /// links are removed, deleted or not; global ones become tombstones with only their slugs and times, deleted when the
    /// account was: no owner, title, tags or target. MUST keep the rows of other users. Counts are removed with their links and
    /// owners, and not counted in `limit`.
    async fn purge_deleted_accounts(&self, limit: u64) -> Result<u64, StoreError>;
}
