use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{KeyId, UserId};
use crate::key::{ApiKey, KeyHash, KeyName, KeyScopes};

/// A key to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertKey {
    /// The owner.
    pub owner: UserId,
    /// The name.
    pub name: KeyName,
    /// The first characters of the secret.
    pub prefix: String,
    /// The hash of the secret.
    pub hash: KeyHash,
    /// What it may be used for.
    pub scopes: KeyScopes,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// When it is created.
    pub created_at: Timestamp,
}

/// Which keys to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyQuery {
    /// Only those of this user.
    pub owner: Option<UserId>,
    /// Only those after this one.
    pub after: Option<KeyId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The API keys. A key is removed with its owner.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait KeyRepository: Send + Sync {
    /// The key with this id.
    async fn find_by_id(&self, id: KeyId) -> Result<Option<ApiKey>, StoreError>;

    /// The key with this hash. MUST NOT be an earlier state: nothing is cached.
    async fn find_by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError>;

    /// The keys that match `query`, in descending id order.
    async fn list(&self, query: &KeyQuery) -> Result<Vec<ApiKey>, StoreError>;

    /// Inserts a key. MUST return [`StoreError::Missing`] when the owner does not exist, and [`StoreError::Conflict`] when the
    /// hash exists. MUST NOT reuse an id.
    async fn insert(&self, key: &InsertKey) -> Result<ApiKey, StoreError>;

    /// Records that a key was used at `at`, and returns `true`. MUST change nothing when it does not exist, or a use after
    /// `unless_after` is recorded.
    async fn record_use(
        &self,
        id: KeyId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Removes a key; returns whether it existed.
    async fn delete(&self, id: KeyId) -> Result<bool, StoreError>;

    /// Removes all keys of an owner; returns their ids, in any order.
    async fn delete_by_owner(&self, owner: UserId) -> Result<Vec<KeyId>, StoreError>;
}
