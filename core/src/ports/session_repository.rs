use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{SessionId, UserId};
use crate::session::{AgentName, Session, SessionHash};

/// A session to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertSession {
    /// The user.
    pub user: UserId,
    /// The hash of the secret.
    pub hash: SessionHash,
    /// The name of the browser.
    pub agent: AgentName,
    /// The user's [`token_epoch`](crate::user::User::token_epoch).
    pub epoch: i64,
    /// When it starts, and was last used.
    pub created_at: Timestamp,
}

/// The sessions of browsers, including those that have ended and are not removed yet. A session is removed with its user.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send + Sync {
    /// The session with this id.
    async fn find_by_id(&self, id: SessionId) -> Result<Option<Session>, StoreError>;

    /// The session with this hash. MUST NOT be an earlier state: nothing is cached.
    async fn find_by_hash(&self, hash: &SessionHash) -> Result<Option<Session>, StoreError>;

    /// Up to `limit` sessions of a user in descending id order, after the one with the id `after`.
    async fn list(
        &self,
        user: UserId,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<Vec<Session>, StoreError>;

    /// Inserts a session. MUST return [`StoreError::Missing`] when the user does not exist, and [`StoreError::Conflict`] when the
    /// hash exists. MUST NOT reuse an id.
    async fn insert(&self, session: &InsertSession) -> Result<Session, StoreError>;

    /// Records that a session was used at `at`, and returns `true`. MUST change nothing when it does not exist, or a use after
    /// `unless_after` is recorded.
    async fn record_use(
        &self,
        id: SessionId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Removes a session; returns whether it existed.
    async fn delete(&self, id: SessionId) -> Result<bool, StoreError>;

    /// Removes up to `limit` sessions that were last used at or before `until`; returns how many.
    async fn delete_idle(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
