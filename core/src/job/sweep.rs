use chrono::TimeDelta;

use super::Jobs;
use crate::link::{TOMBSTONE_LIFETIME, TRASH_LIFETIME};
use crate::ports::StoreError;
use crate::user::VERIFICATION_LIFETIME;

/// How long a done job is kept to be looked at.
const DONE_LIFETIME: TimeDelta = TimeDelta::days(7);

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepSummary {
    /// Accounts that were not confirmed in time.
    pub lapsed_accounts: u64,
    /// Deleted links that could be brought back until now.
    pub trash: u64,
    /// Deleted links whose codes are free again.
    pub tombstones: u64,
    /// Jobs done long ago.
    pub done_jobs: u64,
}

impl Jobs {
    /// Removes what is past its time. Nothing that a user can see depends on how soon: what is past its time counts as gone
    /// before. Several workers may do it at once.
    #[tracing::instrument(name = "jobs.sweep", skip_all)]
    pub async fn sweep(&self) -> Result<SweepSummary, StoreError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let summary = SweepSummary {
            lapsed_accounts: unit
                .users()
                .delete_lapsed(now - VERIFICATION_LIFETIME)
                .await?,
            trash: unit.tombstones().clear(now - TRASH_LIFETIME).await?,
            tombstones: unit.tombstones().delete(now - TOMBSTONE_LIFETIME).await?,
            done_jobs: unit.jobs().delete_done(now - DONE_LIFETIME).await?,
        };
        unit.commit().await?;
        Ok(summary)
    }
}
