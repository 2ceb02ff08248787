use chrono::TimeDelta;

use super::Jobs;
use super::sweep_task::SweepTask;
use crate::abuse::CLOSED_LIFETIME;
use crate::click::Day;
use crate::import_draft::DRAFT_LIFETIME;
use crate::link::{STAGING_LIFETIME, TOMBSTONE_LIFETIME, TRASH_LIFETIME};
use crate::ports::{StoreError, Timestamp};
use crate::session::IDLE_LIFETIME;
use crate::throttle::throttle;
use crate::user::{INVITATION_LIFETIME, VERIFICATION_LIFETIME};

/// How long a finished job is kept for inspection.
const DONE_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How long a change of address is kept: longer than its links work and the mail to the old address, which is enqueued when it is
/// complete, may take.
const EMAIL_CHANGE_RETENTION: TimeDelta = TimeDelta::days(2);

/// How long a finished report is kept for inspection.
const REPORT_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long an entry of the audit log is kept: longer than a year, so that each year can be reviewed when it is over.
const AUDIT_LIFETIME: TimeDelta = TimeDelta::days(400);

/// How long the offset of a click log is kept: longer than the folder of a dead process may wait for another process to take it
/// over, because a log without an offset would be counted again. The log itself is removed once it is counted.
const OFFSET_LIFETIME: TimeDelta = TimeDelta::days(365);

/// How long visits are kept: longer than a click usually takes to be folded. A visitor whose click is folded later may be
/// counted twice.
const VISIT_LIFETIME: TimeDelta = TimeDelta::days(7);

/// How long after its end a day is compacted: by then nearly all of its clicks are folded. Those that are folded later are
/// compacted by the next sweep.
const COMPACT_AFTER: TimeDelta = TimeDelta::hours(3);

/// The maximum number of compaction units in one sweep.
const MAX_COMPACTIONS: u32 = 20_000;

/// The number of keys of rate limits in a part of a sweep: nobody waits for their removal.
const RATE_LIMIT_PART: u64 = 20_000;

/// What a sweep removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweepSummary {
    /// Accounts that were not verified in time.
    pub lapsed_accounts: u64,
    /// Invitations that were not used in time.
    pub expired_invitations: u64,
    /// Sessions of browsers that were not used for long, all of which have ended.
    pub idle_sessions: u64,
    /// Changes of addresses that were requested long ago.
    pub email_changes: u64,
    /// Rows staged by aborted imports.
    pub abandoned_imports: u64,
    /// Drafts of imports that are no longer kept.
    pub import_drafts: u64,
    /// Rows of deleted accounts.
    pub account_rows: u64,
    /// Deleted links past the trash, whose fields were cleared.
    pub trash: u64,
    /// Tombstones whose slugs are free again.
    pub tombstones: u64,
    /// Old finished jobs.
    pub done_jobs: u64,
    /// Old reports, sent or failed.
    pub reports: u64,
    /// Abuse reports that were closed long ago.
    pub abuse_reports: u64,
    /// Old entries of the audit log.
    pub audit_entries: u64,
    /// Visits of past days, a row for each link and day. The counts stay.
    pub visits: u64,
    /// Keys of rate limits that are full again.
    pub rate_limits: u64,
}

impl Jobs {
    /// Removes expired rows, and compacts the counts of past days, in parts, so that others can write in between. Nothing that
    /// a user can see depends on the time of the sweep: expired rows count as removed before. Several workers may sweep
    /// concurrently, and an aborted sweep leaves the rest to the next.
    #[tracing::instrument(name = "jobs.sweep", skip_all)]
    pub async fn sweep(&self) -> Result<SweepSummary, StoreError> {
        let now = self.ports.clock.now();
        let run = |task| self.run_task(task);
        let visited_until = Day::from_timestamp(now - VISIT_LIFETIME);
        let summary = SweepSummary {
            visits: run(SweepTask::Visits(visited_until)).await?,
            lapsed_accounts: run(SweepTask::LapsedAccounts {
                sent_until: now - VERIFICATION_LIFETIME,
                now,
            })
            .await?,
            expired_invitations: run(SweepTask::ExpiredInvitations(now - INVITATION_LIFETIME))
                .await?,
            email_changes: run(SweepTask::EmailChanges(now - EMAIL_CHANGE_RETENTION)).await?,
            idle_sessions: run(SweepTask::IdleSessions(now - IDLE_LIFETIME)).await?,
            abandoned_imports: run(SweepTask::AbandonedImports(now - STAGING_LIFETIME)).await?,
            import_drafts: run(SweepTask::ImportDrafts(now - DRAFT_LIFETIME)).await?,
            account_rows: run(SweepTask::DeletedAccounts).await?,
            trash: run(SweepTask::Trash(now - TRASH_LIFETIME)).await?,
            tombstones: run(SweepTask::Tombstones(now - TOMBSTONE_LIFETIME)).await?,
            done_jobs: run(SweepTask::DoneJobs(now - DONE_LIFETIME)).await?,
            reports: run(SweepTask::Reports(now - REPORT_LIFETIME)).await?,
            abuse_reports: run(SweepTask::AbuseReports(now - CLOSED_LIFETIME)).await?,
            audit_entries: run(SweepTask::AuditLog(now - AUDIT_LIFETIME)).await?,
            rate_limits: self.sweep_rate_limits(now).await?,
        };
        run(SweepTask::LogOffsets(now - OFFSET_LIFETIME)).await?;
        self.compact_clicks(now).await?;
        Ok(summary)
    }

    async fn sweep_rate_limits(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut total = 0;
        loop {
            let began = self.ports.clock.now();
            let limiter = &self.ports.rate_limiter;
            let part = limiter.delete_full(now, RATE_LIMIT_PART).await?;
            total += part;
            if part < RATE_LIMIT_PART {
                return Ok(total);
            }
            throttle(&*self.ports.clock, began).await;
        }
    }

    async fn compact_clicks(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = Day::from_timestamp(now - COMPACT_AFTER);
        for _ in 0..MAX_COMPACTIONS {
            let unit = self.ports.store.begin().await?;
            let began = self.ports.clock.now();
            let is_left = unit.clicks().compact(before).await?;
            unit.commit().await?;
            if !is_left {
                break;
            }
            throttle(&*self.ports.clock, began).await;
        }
        Ok(())
    }
}
