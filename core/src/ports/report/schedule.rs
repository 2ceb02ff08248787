use async_trait::async_trait;

use crate::id::{ScheduleId, UserId};
use crate::ports::{StoreError, Timestamp};
use crate::report::{Schedule, SchedulePlan};

/// A schedule to be inserted; the store gives the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertSchedule {
    /// Whose it is.
    pub owner: UserId,
    /// What is sent when.
    pub plan: SchedulePlan,
    /// When it is due first.
    pub next_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which of an owner's schedules to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleQuery {
    /// Whose.
    pub owner: UserId,
    /// Only those that come after this one in the order, if given.
    pub after: Option<ScheduleId>,
    /// At most so many.
    pub limit: u32,
}

/// The schedules of reports. One goes with its owner.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ScheduleRepository: Send + Sync {
    /// The schedule of this id.
    async fn find_by_id(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError>;

    /// The schedule of this id, kept from every other unit's changes until this unit ends.
    async fn find_for_update(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError>;

    /// The schedules that `query` asks for, by falling id.
    async fn list(&self, query: &ScheduleQuery) -> Result<Vec<Schedule>, StoreError>;

    /// Up to `limit` schedules that are due at `now`, the longest due first.
    async fn list_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Schedule>, StoreError>;

    /// Adds a schedule. MUST answer [`StoreError::Missing`] when the owner is no user. MUST NOT give an id that any schedule
    /// ever had.
    async fn insert(&self, schedule: &InsertSchedule) -> Result<Schedule, StoreError>;

    /// Writes when a schedule is due next. MUST answer [`StoreError::Missing`] when there is none of this id.
    async fn set_next(&self, id: ScheduleId, next_at: Timestamp) -> Result<(), StoreError>;

    /// Removes a schedule; says whether there was one. Reports that it ordered stay.
    async fn delete(&self, id: ScheduleId) -> Result<bool, StoreError>;
}
