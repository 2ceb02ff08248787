use std::fmt;

use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::click::Day;

/// Names a click log for good: 128 random bits, never given to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClickLogId(pub u128);

impl fmt::Display for ClickLogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// How far click logs were counted, in the same store as what was counted of them, so that both are true or neither.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickLogRepository: Send + Sync {
    /// How far a log was counted; `None` for one of which nothing was. In a unit it is kept from every other unit's change
    /// until the unit ends.
    async fn find_position(&self, log: ClickLogId) -> Result<Option<u64>, StoreError>;

    /// Notes that a log is counted up to `position`, in bytes. MUST NOT take `position` for the first of a log that another
    /// unit notes at the same moment: one of the two is refused with [`StoreError::Conflict`].
    async fn set_position(
        &self,
        log: ClickLogId,
        before: Option<u64>,
        position: u64,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Adds clicks that were dropped on a day: there was no room for them, or their records were damaged.
    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError>;

    /// How many clicks were dropped on this day or later.
    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError>;

    /// Forgets positions that were not moved since `until`; says how many. The files of such logs are gone.
    async fn delete_positions(&self, until: Timestamp) -> Result<u64, StoreError>;
}
