use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{EmailChangeId, UserId};
use crate::user::{Email, EmailChange};

/// A pending change of address to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertEmailChange {
    /// Whose address changes.
    pub user: UserId,
    /// The address of the account.
    pub old_email: Email,
    /// The address that the account gets.
    pub new_email: Email,
    /// The epoch of the session that requests the change.
    pub token_epoch: i64,
    /// When it is requested.
    pub created_at: Timestamp,
}

/// The changes of addresses: pending ones, of which a user has at most one, and complete ones. They are removed with their user.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait EmailChangeRepository: Send + Sync {
    /// The change with this id.
    async fn find_by_id(&self, id: EmailChangeId) -> Result<Option<EmailChange>, StoreError>;

    /// The pending change of this user.
    async fn find_pending(&self, user: UserId) -> Result<Option<EmailChange>, StoreError>;

    /// Inserts a change. MUST return [`StoreError::Missing`] when the user does not exist, and [`StoreError::Conflict`] when they
    /// have a pending change. MUST NOT reuse an id.
    async fn insert(&self, change: &InsertEmailChange) -> Result<EmailChange, StoreError>;

    /// Writes when the addresses confirmed a change. MUST return [`StoreError::Missing`] when it does not exist.
    async fn update(&self, change: &EmailChange) -> Result<(), StoreError>;

    /// Removes the pending change of this user; returns whether there was one. MUST keep complete ones.
    async fn delete_pending(&self, user: UserId) -> Result<bool, StoreError>;

    /// Removes up to `limit` changes that were requested at or before `until`, pending or complete; returns how many.
    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
