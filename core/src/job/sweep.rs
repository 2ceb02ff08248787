use chrono::TimeDelta;

use super::Jobs;
use super::chore::Chore;
use crate::click::Day;
use crate::link::{STAGING_LIFETIME, TOMBSTONE_LIFETIME, TRASH_LIFETIME};
use crate::pace::rest_since;
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

/// How long after its end a day is compacted: by then nearly all clicks of it are counted. Those that are counted later are compacted
/// by the next sweep.
const COMPACT_AFTER: TimeDelta = TimeDelta::hours(3);

/// How many units of compaction there are in one sweep.
const MAX_COMPACTIONS: u32 = 20_000;

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepSummary {
    /// Accounts that were not confirmed in time.
    pub lapsed_accounts: u64,
    /// Rows that imports staged which broke off.
    pub broken_imports: u64,
    /// Rows that deleted accounts left.
    pub leftovers: u64,
    /// Deleted links that could be brought back until now.
    pub trash: u64,
    /// Deleted links whose codes are free again.
    pub tombstones: u64,
    /// Jobs done long ago.
    pub done_jobs: u64,
    /// Reports sent or given up long ago.
    pub reports: u64,
    /// Who came to a link on a past day, a row for each link and day. What is counted stays.
    pub visits: u64,
}

impl Jobs {
    /// Removes what is past its time, and compacts the numbers of past days, in parts, so that others can write in between.
    /// Nothing that a user can see depends on how soon: what is past its time counts as gone before. Several workers may do it
    /// at once, and one that breaks off leaves the rest to the next.
    #[tracing::instrument(name = "jobs.sweep", skip_all)]
    pub async fn sweep(&self) -> Result<SweepSummary, StoreError> {
        let now = self.ports.clock.now();
        let summary = SweepSummary {
            visits: self
                .carry_out_chore(Chore::Visits(Day::from_timestamp(now - VISIT_LIFETIME)))
                .await?,
            lapsed_accounts: self
                .carry_out_chore(Chore::LapsedAccounts {
                    sent_until: now - VERIFICATION_LIFETIME,
                    now,
                })
                .await?,
            broken_imports: self
                .carry_out_chore(Chore::BrokenImports(now - STAGING_LIFETIME))
                .await?,
            leftovers: self.carry_out_chore(Chore::Leftovers).await?,
            trash: self
                .carry_out_chore(Chore::Trash(now - TRASH_LIFETIME))
                .await?,
            tombstones: self
                .carry_out_chore(Chore::Tombstones(now - TOMBSTONE_LIFETIME))
                .await?,
            done_jobs: self
                .carry_out_chore(Chore::DoneJobs(now - DONE_LIFETIME))
                .await?,
            reports: self
                .carry_out_chore(Chore::Reports(now - REPORT_LIFETIME))
                .await?,
        };
        self.carry_out_chore(Chore::Positions(now - POSITION_LIFETIME))
            .await?;
        self.compact_clicks(now).await?;
        Ok(summary)
    }

    async fn compact_clicks(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = Day::from_timestamp(now - COMPACT_AFTER);
        for _ in 0..MAX_COMPACTIONS {
            let unit = self.ports.store.begin().await?;
            let began = self.ports.clock.now();
            if !unit.clicks().compact(before).await? {
                break;
            }
            unit.commit().await?;
            rest_since(&*self.ports.clock, began).await;
        }
        Ok(())
    }
}
