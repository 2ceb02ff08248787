use std::fmt;

use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::click::Day;

/// The id of a click log: 128 random bits, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClickLogId(pub u128);

impl fmt::Display for ClickLogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// Up to which offset click logs are folded, in the same store as the folded clicks, so that both are committed together.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickLogRepository: Send + Sync {
    /// The offset up to which a log is folded; `None` if nothing is. In a unit, the offset is locked until the unit ends.
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<u64>, StoreError>;

    /// Sets the offset up to which a log is folded, in bytes. When two units set the first offset of a log concurrently, one of
    /// them MUST be refused with [`StoreError::Conflict`].
    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<u64>,
        offset: u64,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Adds to the clicks that were dropped on a day: there was no room for them, or their records were damaged.
    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError>;

    /// How many clicks were dropped on or after this day.
    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError>;

    /// Deletes offsets that were last set before or at `until`, whose files no longer exist; returns how many.
    async fn delete_offsets(&self, until: Timestamp) -> Result<u64, StoreError>;
}
