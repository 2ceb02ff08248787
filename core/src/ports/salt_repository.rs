use async_trait::async_trait;

use super::StoreError;
use crate::click::{Day, VisitorSalt};

/// The salts of visitors, one a day, shared by all nodes.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait SaltRepository: Send + Sync {
    /// The salt of a day.
    async fn find(&self, day: Day) -> Result<Option<VisitorSalt>, StoreError>;

    /// Inserts a salt, unless its day has one; returns the salt of the day. MUST return the same to all concurrent callers.
    async fn insert(&self, salt: &VisitorSalt) -> Result<VisitorSalt, StoreError>;

    /// Removes the salts of days before `day`; returns how many.
    async fn delete_before(&self, day: Day) -> Result<u64, StoreError>;
}
