use super::Jobs;
use crate::fault::fault;
use crate::id::JobId;
use crate::ports::StoreError;
use crate::report::requeue_report;

/// Why a job was not requeued.
#[derive(Debug, thiserror::Error)]
pub enum RetryJobError {
    /// No job with this id has failed permanently.
    #[error("no failed job has this id")]
    NotFailed,
    /// The store failed; with a conflict, because the same report is already queued.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Jobs {
    /// Requeues a job that failed permanently, with no attempts counted.
    pub async fn retry(&self, id: JobId) -> Result<(), RetryJobError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let requeued = unit.jobs().requeue(id, now).await?;
        let job = requeued.ok_or(RetryJobError::NotFailed)?;
        if let Some(report) = job.report() {
            requeue_report(&*unit, report).await?;
        }
        unit.commit().await?;
        Ok(())
    }
}

fault!(RetryJobError {
    violations: [],
    variants: [NotFailed => NotFound "not-found"],
    transparent: [Store],
});
