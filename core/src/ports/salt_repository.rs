use async_trait::async_trait;

use super::StoreError;
use crate::click::{Day, VisitorSalt};

/// The salts of visitors, one a day, shared by all nodes.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait SaltRepository: Send + Sync {
    /// The salt of a day.
    async fn find(&self, day: Day) -> Result<Option<VisitorSalt>, StoreError>;

    /// Adds a salt, unless its day has one; answers the one that the day has by now. MUST give the same to all who ask at once.
    async fn insert(&self, salt: &VisitorSalt) -> Result<VisitorSalt, StoreError>;

    /// Removes the salts of days before `day`; says how many.
    async fn delete_before(&self, day: Day) -> Result<u64, StoreError>;
}
