use super::Job;
use crate::fault::fault;
use crate::id::JobId;
use crate::ports::{StoreError, Timestamp, UnitOfWork};
use crate::report::requeue_report;

/// Why a job was not requeued.
#[derive(Debug, thiserror::Error)]
pub enum RetryJobError {
    /// No job with this id has failed permanently.
    #[error("no failed job has this id")]
    NotFailed,
    /// The user ordered the same report again in the meantime.
    #[error("the same report is queued already")]
    Queued,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for RetryJobError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::Queued,
            error => Self::Store(error),
        }
    }
}

/// Requeues a job that failed permanently, due at `now` and with no attempts counted; returns it.
pub(crate) async fn requeue(
    unit: &dyn UnitOfWork,
    id: JobId,
    now: Timestamp,
) -> Result<Job, RetryJobError> {
    let requeued = unit.jobs().requeue(id, now).await?;
    let job = requeued.ok_or(RetryJobError::NotFailed)?;
    if let Some(report) = job.report() {
        requeue_report(unit, report).await?;
    }
    Ok(job)
}

fault!(RetryJobError {
    violations: [],
    variants: [NotFailed => NotFound "not-found", Queued => Conflict "report-already-queued"],
    transparent: [Store],
});
