use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{ShareId, UserId};
use crate::share::{Share, ShareSubject};

/// A share to insert; the store assigns the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InsertShare {
    /// The owner of what is shared.
    pub owner: UserId,
    /// What is shared.
    pub subject: ShareSubject,
    /// When it is created.
    pub created_at: Timestamp,
}

/// The shares that have not ended. A share is removed with its owner, with its collection, and with its link: when the link is
/// [cleared](super::TombstoneRepository::clear), or its row is removed. While the link is in the trash the share stays.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ShareRepository: Send + Sync {
    /// The share with this id. MUST NOT be an earlier state: nothing is cached.
    async fn find_by_id(&self, id: ShareId) -> Result<Option<Share>, StoreError>;

    /// The share of this link or collection.
    async fn find_by_subject(&self, subject: ShareSubject) -> Result<Option<Share>, StoreError>;

    /// Up to `limit` shares of an owner in descending id order, after the one with the id `after`.
    async fn list(
        &self,
        owner: UserId,
        after: Option<ShareId>,
        limit: u32,
    ) -> Result<Vec<Share>, StoreError>;

    /// Inserts a share. MUST return [`StoreError::Missing`] when the owner, the link or the collection does not exist, and refuse a link
    /// or collection that has a share, with [`StoreError::Conflict`]. MUST NOT reuse an id.
    async fn insert(&self, share: &InsertShare) -> Result<Share, StoreError>;

    /// Removes a share; returns whether it existed.
    async fn delete(&self, id: ShareId) -> Result<bool, StoreError>;
}
