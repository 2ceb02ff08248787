use futures_util::future::join_all;

use super::Jobs;
use super::execute::ExecutionOutcome;
use crate::deferred::LEASE;
use crate::fault::catch_panic;
use crate::ports::{Claim, StoreError, Timestamp};

/// The result of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Jobs that are done.
    pub done: u32,
    /// Jobs that failed and are retried later.
    pub deferred: u32,
    /// Jobs that failed permanently.
    pub failed: u32,
    /// Jobs that another worker has claimed.
    pub lost: u32,
}

impl RunSummary {
    /// How many jobs were claimed.
    #[must_use]
    pub fn claimed(self) -> u32 {
        self.done + self.deferred + self.failed + self.lost
    }
}

impl Jobs {
    /// Orders the reports whose schedules are due; then claims due jobs, up to a batch, and executes them concurrently. Call it
    /// again at once while it claims any, else after a short pause; `korotko-tokio` has such a loop.
    pub async fn run_due(&self) -> Result<RunSummary, StoreError> {
        // A failure here must not delay mails.
        match catch_panic(self.reports.run_schedules()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                tracing::warn!(event = "schedules_not_run", %error, "report schedules could not be run");
            }
            Err(panicked) => {
                tracing::error!(event = "schedules_panicked", %panicked, "running report schedules panicked");
            }
        }
        let now = self.ports.clock.now();
        let limit = self.mail_backoff.max_claims(now);
        if limit == 0 {
            return Ok(RunSummary::default());
        }
        let claims = self.claim(now, limit).await?;
        let outcomes = join_all(claims.iter().map(|claim| self.execute(claim))).await;
        let mut summary = RunSummary::default();
        for outcome in outcomes {
            *match outcome {
                ExecutionOutcome::Done => &mut summary.done,
                ExecutionOutcome::Deferred => &mut summary.deferred,
                ExecutionOutcome::Failed => &mut summary.failed,
                ExecutionOutcome::Lost => &mut summary.lost,
            } += 1;
        }
        Ok(summary)
    }

    async fn claim(&self, now: Timestamp, limit: u32) -> Result<Vec<Claim>, StoreError> {
        let unit = self.ports.store.begin().await?;
        let claims = unit.jobs().claim(now, now + LEASE, limit).await?;
        unit.commit().await?;
        Ok(claims)
    }
}
