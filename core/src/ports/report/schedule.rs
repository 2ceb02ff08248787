use async_trait::async_trait;

use crate::id::{ScheduleId, UserId};
use crate::ports::{StoreError, Timestamp};
use crate::report::{Schedule, SchedulePlan};

/// A schedule to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertSchedule {
    /// The owner.
    pub owner: UserId,
    /// The plan.
    pub plan: SchedulePlan,
    /// When it is due first.
    pub next_at: Timestamp,
    /// When it is created.
    pub created_at: Timestamp,
}

/// Which of an owner's schedules to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleQuery {
    /// The owner.
    pub owner: UserId,
    /// Only those after this one.
    pub after: Option<ScheduleId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The schedules of reports. A schedule is removed with its owner.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ScheduleRepository: Send + Sync {
    /// The schedule with this id.
    async fn find_by_id(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError>;

    /// The schedule with this id, locked against changes until this unit ends.
    async fn find_for_update(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError>;

    /// The schedules that match `query`, in descending id order.
    async fn list(&self, query: &ScheduleQuery) -> Result<Vec<Schedule>, StoreError>;

    /// Up to `limit` schedules that are due at `now`, oldest due first.
    async fn list_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Schedule>, StoreError>;

    /// Inserts a schedule. MUST return [`StoreError::Missing`] when the owner does not exist. MUST NOT reuse an id.
    async fn insert(&self, schedule: &InsertSchedule) -> Result<Schedule, StoreError>;

    /// Sets when a schedule is due next. MUST return [`StoreError::Missing`] when it does not exist.
    async fn set_next(&self, id: ScheduleId, next_at: Timestamp) -> Result<(), StoreError>;

    /// Removes a schedule; returns whether it existed. Reports that it ordered stay.
    async fn delete(&self, id: ScheduleId) -> Result<bool, StoreError>;
}
