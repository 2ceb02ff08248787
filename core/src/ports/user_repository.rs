use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::UserId;
use crate::user::{Email, Language, PasswordHash, User};

/// A user to be inserted; the store gives the id, and the rest begins as [`User`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertUser {
    /// The address as typed, with its canonical form.
    pub email: Email,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// The language of the mails.
    pub language: Language,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// The accounts. Addresses are unique by their canonical form ([`Email::canonical`]), and the store decides races.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait UserRepository: Send + Sync {
    /// The user of this id.
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user of this address, compared by its canonical form.
    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError>;

    /// The user of this id, kept from every other unit's changes until this unit ends: two units that read for update and
    /// then write MUST NOT lose each other's change.
    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Adds a user. MUST refuse a canonical address that is there already, with [`StoreError::Conflict`]; MUST NOT give an id
    /// that any user ever had.
    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError>;

    /// Writes the whole of one user. MUST answer [`StoreError::Missing`] when there is none of this id.
    async fn update(&self, user: &User) -> Result<(), StoreError>;

    /// Removes a user with their jobs and sets; says whether there was one. Links are released first, by
    /// [`LinkRepository::delete_by_owner`](super::LinkRepository::delete_by_owner).
    async fn delete(&self, id: UserId) -> Result<bool, StoreError>;

    /// Removes every account that was never confirmed and whose last confirmation mail went out at `sent_until` or before;
    /// says how many. MUST leave those to whom no mail went yet.
    async fn delete_lapsed(&self, sent_until: Timestamp) -> Result<u64, StoreError>;
}
