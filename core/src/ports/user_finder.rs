use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

use super::{Store, StoreError};
use crate::id::UserId;
use crate::user::User;

/// The fast look-up of the user of a token: one call, which a cache can implement.
///
/// A cache may find what was true up to a second ago.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait UserFinder: Send + Sync {
    /// The user with this id, if their [`token_epoch`](User::token_epoch) is this one. MUST find every user whose epoch it is
    /// now.
    async fn find_user(&self, id: UserId, epoch: i64) -> Result<Option<User>, StoreError>;

    /// Called after a user was changed or deleted on this node: from then on MUST NOT return an answer for this user that was
    /// cached before.
    fn forget_user(&self, id: UserId);
}

/// Finds users in a store, and caches nothing.
#[derive(Clone)]
pub struct StoredUsers(pub Arc<dyn Store>);

#[async_trait]
impl UserFinder for StoredUsers {
    async fn find_user(&self, id: UserId, epoch: i64) -> Result<Option<User>, StoreError> {
        let found = self.0.users().find_by_id(id).await?;
        Ok(found.filter(|user| user.token_epoch == epoch))
    }

    fn forget_user(&self, _: UserId) {}
}

impl fmt::Debug for StoredUsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredUsers").finish_non_exhaustive()
    }
}
