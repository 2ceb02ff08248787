use async_trait::async_trait;

use super::StoreError;
use crate::id::UserId;
use crate::link::SearchText;
use crate::user::User;

/// Which users to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Only those whose canonical address contains this text.
    pub text: Option<SearchText>,
    /// Only administrators, or only others.
    pub is_administrator: Option<bool>,
    /// Only those whose address is verified, or is not.
    pub is_verified: Option<bool>,
    /// Only those who are disabled, or are not.
    pub is_disabled: Option<bool>,
    /// Only those after this one.
    pub after: Option<UserId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// Looking for users, for administrators. Deleted accounts MUST NOT be found.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait UserDirectory: Send + Sync {
    /// The users that match `query`, in descending id order.
    async fn list(&self, query: &UserQuery) -> Result<Vec<User>, StoreError>;

    /// Those of these users who exist, in no particular order.
    async fn find_all(&self, ids: &[UserId]) -> Result<Vec<User>, StoreError>;

    /// All administrators, in ascending id order and locked against changes until this unit ends: of two units that lock them, one
    /// MUST wait for the other, and see what it changed.
    async fn lock_administrators(&self) -> Result<Vec<User>, StoreError>;
}
