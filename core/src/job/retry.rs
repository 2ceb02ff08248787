use super::Jobs;
use crate::fault::fault;
use crate::id::JobId;
use crate::ports::StoreError;
use crate::report::requeue_report;

/// Why a job was not made due again.
#[derive(Debug, thiserror::Error)]
pub enum RetryJobError {
    /// No job of this id was given up.
    #[error("no failed job has this id")]
    NotFailed,
    /// The store failed; with a conflict, because the same report waits to be sent already.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Jobs {
    /// Makes a job that was given up due again, as if it had never been tried.
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
    broken_rules: [],
    own: [NotFailed => NotFound "not-found"],
    passed_on: [Store],
});
