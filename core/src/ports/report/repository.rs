use async_trait::async_trait;

use crate::id::{ReportId, ScheduleId, UserId};
use crate::ports::{StoreError, Timestamp};
use crate::report::{Report, ReportOrder};

/// A report to be inserted; the store gives the id, and it begins queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertReport {
    /// Whose it is.
    pub owner: UserId,
    /// What was ordered.
    pub order: ReportOrder,
    /// By which schedule; `None` when somebody asked.
    pub schedule: Option<ScheduleId>,
    /// When it was ordered.
    pub created_at: Timestamp,
}

/// Which of an owner's reports to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportQuery {
    /// Whose.
    pub owner: UserId,
    /// Only those that come after this one in the order, if given.
    pub after: Option<ReportId>,
    /// At most so many.
    pub limit: u32,
}

/// The reports that were ordered, and what became of them. One goes with its owner; when a schedule goes, its reports stay,
/// without it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ReportRepository: Send + Sync {
    /// The report of this id.
    async fn find_by_id(&self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// The report of `owner` on this very order that is neither sent nor failed.
    async fn find_pending(
        &self,
        owner: UserId,
        order: &ReportOrder,
    ) -> Result<Option<Report>, StoreError>;

    /// The reports that `query` asks for, by falling id.
    async fn list(&self, query: &ReportQuery) -> Result<Vec<Report>, StoreError>;

    /// When the reports that `owner` asked for after `since` were ordered, by rising time; without those that a schedule
    /// ordered, whether it is still there or not.
    async fn list_requested(
        &self,
        owner: UserId,
        since: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError>;

    /// Adds a report. MUST refuse one on the very order of another of the same owner that is neither sent nor failed, with
    /// [`StoreError::Conflict`]. MUST answer [`StoreError::Missing`] when the owner is no user, or the schedule is none.
    /// MUST NOT give an id that any report ever had.
    async fn insert(&self, report: &InsertReport) -> Result<Report, StoreError>;

    /// Writes state, `started_at`, `finished_at` and failure of one report. MUST answer [`StoreError::Missing`] when there is
    /// none of this id, and refuse to make it pending beside another on the very order, with [`StoreError::Conflict`].
    async fn update(&self, report: &Report) -> Result<(), StoreError>;

    /// Removes up to `limit` reports that were sent or failed at `until` or before; says how many.
    async fn delete_finished(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
