use futures_util::future::join_all;

use super::Jobs;
use super::carry_out::Ending;
use crate::deferred::LEASE;
use crate::fault::catch_panic;
use crate::ports::{Claim, StoreError, Timestamp};

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunSummary {
    /// Jobs that are done.
    pub done: u32,
    /// Jobs that did not work, and are due again later.
    pub put_off: u32,
    /// Jobs that were given up.
    pub failed: u32,
    /// Jobs that another worker took over meanwhile.
    pub lost: u32,
}

impl RunSummary {
    /// How many jobs were taken.
    #[must_use]
    pub fn taken(self) -> u32 {
        self.done + self.put_off + self.failed + self.lost
    }
}

impl Jobs {
    /// Orders the reports whose schedules are due; then takes the jobs that are due, up to a batch, and carries them out side by side. Call it again at once while it takes
    /// any, else after a short rest; `korotko-tokio` has such a loop.
    pub async fn run_due(&self) -> Result<RunSummary, StoreError> {
        // Whatever becomes of it is no reason to keep mails waiting.
        match catch_panic(self.reports.run_schedules()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "no schedules were run"),
            Err(panicked) => tracing::error!(%panicked, "no schedules were run"),
        }
        let now = self.ports.clock.now();
        let limit = self.pause.permits(now);
        if limit == 0 {
            return Ok(RunSummary::default());
        }
        let claims = self.claim(now, limit).await?;
        let endings = join_all(claims.iter().map(|claim| self.carry_out(claim))).await;
        let mut summary = RunSummary::default();
        for ending in endings {
            *match ending {
                Ending::Done => &mut summary.done,
                Ending::PutOff => &mut summary.put_off,
                Ending::Failed => &mut summary.failed,
                Ending::Lost => &mut summary.lost,
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
