use std::fmt;

use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::click::Day;
use crate::id::LinkId;

/// The id of a click log: 128 random bits, never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClickLogId(pub u128);

impl fmt::Display for ClickLogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// How far a click log is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogOffset {
    /// The offset up to which all clicks are folded, in bytes.
    pub offset: u64,
    /// The part after the offset, if some of its clicks are folded: a part may take several units.
    pub begun: Option<BegunPart>,
}

/// A part of a click log of which the clicks of some links are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BegunPart {
    /// The offset at which the part ends, in bytes.
    pub until: u64,
    /// The clicks of links up to this one are folded.
    pub link: LinkId,
}

impl LogOffset {
    /// The state of a log of which all clicks before `offset` are folded, and no other.
    #[must_use]
    pub fn at(offset: u64) -> Self {
        Self {
            offset,
            begun: None,
        }
    }
}

/// How far click logs are folded, in the same store as the folded clicks, so that both are committed together.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickLogRepository: Send + Sync {
    /// How far a log is folded; `None` if nothing is. In a unit, the offset is locked until the unit ends.
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<LogOffset>, StoreError>;

    /// Sets how far a log is folded. MUST refuse with [`StoreError::Conflict`] if it is not folded as far as `before`, and one of
    /// two units that set the first offset of a log concurrently.
    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<LogOffset>,
        offset: LogOffset,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Adds to the clicks that were dropped on a day: there was no room for them, or their records were damaged.
    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError>;

    /// How many clicks were dropped on or after this day.
    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError>;

    /// Deletes offsets that were last set before or at `until`, whose files no longer exist; returns how many.
    async fn delete_offsets(&self, until: Timestamp) -> Result<u64, StoreError>;
}
