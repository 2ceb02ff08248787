use std::sync::atomic::Ordering;

use chrono::TimeDelta;

use super::Jobs;
use crate::click::Day;
use crate::link::{TOMBSTONE_LIFETIME, TRASH_LIFETIME};
use crate::ports::{StoreError, Timestamp};
use crate::user::VERIFICATION_LIFETIME;

/// How long a done job is kept to be looked at.
const DONE_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How long a report that was sent or given up is kept to be looked at.
const REPORT_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long it is known how far a click log was counted: longer than the folder of a dead process may lie before another process
/// takes it over, since a log whose position is forgotten would be counted anew. The log itself goes once it is counted.
const POSITION_LIFETIME: TimeDelta = TimeDelta::days(365);

/// How long it is known who came to a link on a day: longer than a click may be on its way to be counted, as a rule. A visitor
/// whose click comes later still may be counted twice.
const VISIT_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How many old clicks go at a time, and how many times in one sweep.
const PART: u64 = 5_000;
const MOST_PARTS: u32 = 400;

/// How long after its end a day is packed: until then most clicks of it are counted.
const PACK_AFTER: TimeDelta = TimeDelta::days(1);

/// How many units of packing there are in one sweep.
const MOST_PACKS: u32 = 20_000;

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
    /// Reports sent or given up long ago.
    pub reports: u64,
    /// Clicks that were kept one by one, and visits of days gone by. What they added up to stays.
    pub clicks: u64,
}

impl Jobs {
    /// Removes what is past its time, and packs the numbers of days gone by. Nothing that a user can see depends on how soon:
    /// what is past its time counts as gone before. Several workers may do it at once.
    #[tracing::instrument(name = "jobs.sweep", skip_all)]
    pub async fn sweep(&self) -> Result<SweepSummary, StoreError> {
        let now = self.ports.clock.now();
        // On its own, and first, so that it does not depend on how much the rest has to do.
        let clicks = self.sweep_clicks(now).await?;
        let unit = self.ports.store.begin().await?;
        let summary = SweepSummary {
            lapsed_accounts: unit
                .users()
                .delete_lapsed(now - VERIFICATION_LIFETIME)
                .await?,
            trash: unit.tombstones().clear(now - TRASH_LIFETIME).await?,
            tombstones: unit.tombstones().delete(now - TOMBSTONE_LIFETIME).await?,
            done_jobs: unit.jobs().delete_done(now - DONE_LIFETIME).await?,
            reports: unit
                .reports()
                .delete_finished(now - REPORT_LIFETIME)
                .await?,
            clicks,
        };
        unit.click_logs()
            .delete_positions(now - POSITION_LIFETIME)
            .await?;
        unit.commit().await?;
        self.pack_clicks(now).await?;
        Ok(summary)
    }

    /// Once a day: what is counted later still is packed on the next. Looking for it costs a look at each link.
    async fn pack_clicks(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = Day::of(now - PACK_AFTER);
        if self.packed.load(Ordering::Relaxed) >= before.0 {
            return Ok(());
        }
        let mut after = None;
        for _ in 0..MOST_PACKS {
            let unit = self.ports.store.begin().await?;
            after = unit.clicks().pack(after, before).await?;
            unit.commit().await?;
            if after.is_none() {
                self.packed.store(before.0, Ordering::Relaxed);
                break;
            }
        }
        Ok(())
    }

    /// Removes old clicks a few thousand at a time, so that others can write in between.
    async fn sweep_clicks(&self, now: Timestamp) -> Result<u64, StoreError> {
        let kept = TimeDelta::days(i64::from(self.settings.click_retention_days));
        let mut deleted = 0;
        for _ in 0..MOST_PARTS {
            let unit = self.ports.store.begin().await?;
            let part = unit
                .clicks()
                .delete_old(now - kept, Day::of(now - VISIT_LIFETIME), PART)
                .await?;
            unit.commit().await?;
            deleted += part;
            if part < PART {
                break;
            }
        }
        Ok(deleted)
    }
}
