use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::UserId;
use crate::user::{Email, Language, PasswordHash, User};

/// A user to insert; the store assigns the id, and the other fields begin as [`User`] says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertUser {
    /// The address as typed, with its canonical form.
    pub email: Email,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// The language of the mails.
    pub language: Language,
    /// When the account is created.
    pub created_at: Timestamp,
}

/// The accounts. Addresses are unique by their canonical form ([`Email::canonical`]), and the store decides races.
///
/// A deleted account no longer exists for any call but
/// [`TombstoneRepository::purge_deleted_accounts`](super::TombstoneRepository::purge_deleted_accounts), which removes its rows
/// in parts. To add rows of a user, lock the user first, with [`find_for_update`](Self::find_for_update), so that none are
/// added to a deleted account.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait UserRepository: Send + Sync {
    /// The user with this id.
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// The user with this address, compared by its canonical form.
    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError>;

    /// The user with this id, locked against changes until this unit ends: two units that read for update and then write MUST
    /// NOT lose each other's change.
    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Inserts a user. MUST refuse a canonical address that exists, with [`StoreError::Conflict`]; MUST NOT reuse an id.
    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError>;

    /// Writes all fields of a user. MUST return [`StoreError::Missing`] when it does not exist, and refuse the canonical address of
    /// another user, with [`StoreError::Conflict`].
    async fn update(&self, user: &User) -> Result<(), StoreError>;

    /// Deletes an account as of `now`, in time independent of its size; returns whether it existed. From then on the account
    /// MUST NOT be found or changed, its address MUST be free, and [`RouteFinder`](super::RouteFinder) MUST NOT find its
    /// personal links, and MUST find its global links as deleted at `now` (or earlier, if they were).
    async fn delete(&self, id: UserId, now: Timestamp) -> Result<bool, StoreError>;

    /// Deletes up to `limit` accounts that were never verified and whose last verification mail was sent at or before
    /// `sent_until`, as [`delete`](Self::delete) does; returns how many. MUST keep those to whom no mail was sent yet.
    async fn delete_lapsed(
        &self,
        sent_until: Timestamp,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError>;
}
