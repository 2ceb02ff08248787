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
///
/// A deleted account is gone at once for every call but
/// [`TombstoneRepository::remove_leftovers`](super::TombstoneRepository::remove_leftovers), which removes its rows in parts. Whoever adds rows of a user holds the user first, with [`find_for_update`](Self::find_for_update), so that none are
/// added to a deleted account.
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

    /// Deletes an account as of `now`, in a time that does not depend on how much it has; says whether there was one. From then
    /// on the account MUST NOT be found or changed, its address MUST be free, and
    /// [`RouteFinder`](super::RouteFinder) MUST find none of its personal links, and its global ones as deleted at `now` (or
    /// before, if they were).
    async fn delete(&self, id: UserId, now: Timestamp) -> Result<bool, StoreError>;

    /// Deletes up to `limit` accounts that were never confirmed and whose last confirmation mail went out at `sent_until` or
    /// before, as [`delete`](Self::delete) does; says how many. MUST leave those to whom no mail went yet.
    async fn delete_lapsed(
        &self,
        sent_until: Timestamp,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError>;
}
