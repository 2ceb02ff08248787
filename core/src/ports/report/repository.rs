use async_trait::async_trait;

use crate::id::{ReportId, ScheduleId, UserId};
use crate::ports::{StoreError, Timestamp};
use crate::report::{Report, ReportOrder};

/// A report to insert; the store assigns the id, and it begins queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertReport {
    /// The owner.
    pub owner: UserId,
    /// The order.
    pub order: ReportOrder,
    /// The schedule that ordered it; `None` if a user did.
    pub schedule: Option<ScheduleId>,
    /// When it was ordered.
    pub created_at: Timestamp,
}

/// Which of an owner's reports to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportQuery {
    /// The owner.
    pub owner: UserId,
    /// Only those after this one.
    pub after: Option<ReportId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The ordered reports and their states. A report is removed with its owner; when a schedule is removed, its reports stay,
/// without it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ReportRepository: Send + Sync {
    /// The report with this id.
    async fn find_by_id(&self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// The report of `owner` with the same order that is neither sent nor failed.
    async fn find_pending(
        &self,
        owner: UserId,
        order: &ReportOrder,
    ) -> Result<Option<Report>, StoreError>;

    /// The reports that match `query`, in descending id order.
    async fn list(&self, query: &ReportQuery) -> Result<Vec<Report>, StoreError>;

    /// Inserts a report. MUST refuse one with the same order as another of the same owner that is neither sent nor failed, with
    /// [`StoreError::Conflict`]. MUST return [`StoreError::Missing`] when the owner or the schedule does not exist. MUST NOT
    /// reuse an id.
    async fn insert(&self, report: &InsertReport) -> Result<Report, StoreError>;

    /// Writes state, `started_at`, `finished_at` and failure of a report. MUST return [`StoreError::Missing`] when it does not
    /// exist, and refuse to make it pending beside another with the same order, with [`StoreError::Conflict`].
    async fn update(&self, report: &Report) -> Result<(), StoreError>;

    /// Removes up to `limit` reports that were sent or failed at or before `until`; returns how many.
    async fn delete_finished(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
