//! The tasks of a sweep, in parts: each is a unit of its own, so short that other writers wait only briefly.

use chrono::TimeDelta;

use super::Jobs;
use crate::click::Day;
use crate::ports::{StoreError, Timestamp, UnitOfWork};
use crate::throttle::throttle;

/// The approximate number of rows of the first part of a task, and the maximum of any part.
const FIRST_PART: u64 = 100;
const MAX_PART: u64 = 5_000;

/// How long a part should take. The cost of a row depends on its dependent rows and on the machine, so the next part is half as
/// large after a slower one, and twice as large after one that took less than a quarter.
const PART_TIME: TimeDelta = TimeDelta::milliseconds(100);

/// The maximum number of parts of one task in one sweep; the rest is left to the next.
const MAX_PARTS: u32 = 20_000;

/// A kind of rows that a sweep removes.
#[derive(Debug, Clone, Copy)]
pub(super) enum SweepTask {
    Visits(Day),
    LapsedAccounts {
        sent_until: Timestamp,
        now: Timestamp,
    },
    ExpiredInvitations(Timestamp),
    IdleSessions(Timestamp),
    EmailChanges(Timestamp),
    AbandonedImports(Timestamp),
    ImportDrafts(Timestamp),
    DeletedAccounts,
    Trash(Timestamp),
    Tombstones(Timestamp),
    DoneJobs(Timestamp),
    Reports(Timestamp),
    AbuseReports(Timestamp),
    AuditLog(Timestamp),
    LogOffsets(Timestamp),
}

impl SweepTask {
    /// Removes about `limit` rows; returns how many, and 0 when nothing is left.
    async fn execute(self, unit: &dyn UnitOfWork, limit: u64) -> Result<u64, StoreError> {
        match self {
            Self::Visits(before) => unit.clicks().delete_visits(before, limit).await,
            Self::LapsedAccounts { sent_until, now } => {
                unit.users().delete_lapsed(sent_until, now, limit).await
            }
            Self::ExpiredInvitations(until) => {
                unit.invitations().delete_expired(until, limit).await
            }
            Self::EmailChanges(until) => unit.email_changes().delete_expired(until, limit).await,
            Self::IdleSessions(until) => unit.sessions().delete_idle(until, limit).await,
            Self::AbandonedImports(since) => unit.imports().remove_abandoned(since, limit).await,
            Self::ImportDrafts(until) => unit.import_drafts().delete_expired(until, limit).await,
            Self::DeletedAccounts => unit.tombstones().purge_deleted_accounts(limit).await,
            Self::Trash(until) => unit.tombstones().clear(until, limit).await,
            Self::Tombstones(until) => unit.tombstones().delete(until, limit).await,
            Self::DoneJobs(until) => unit.jobs().delete_done(until, limit).await,
            Self::Reports(until) => unit.reports().delete_finished(until, limit).await,
            Self::AbuseReports(until) => unit.abuse_reports().delete_closed(until, limit).await,
            Self::AuditLog(until) => unit.audit_log().delete_until(until, limit).await,
            Self::LogOffsets(until) => unit.click_logs().delete_offsets(until).await,
        }
    }
}

impl Jobs {
    /// Runs a task until nothing is left; returns the number of rows.
    pub(super) async fn run_task(&self, task: SweepTask) -> Result<u64, StoreError> {
        let mut size = FIRST_PART;
        let mut total = 0;
        for _ in 0..MAX_PARTS {
            let unit = self.ports.store.begin().await?;
            let began = self.ports.clock.now();
            let part = task.execute(&*unit, size).await?;
            if part == 0 {
                break;
            }
            unit.commit().await?;
            total += part;
            let took = throttle(&*self.ports.clock, began).await;
            size = next_size(size, took);
        }
        Ok(total)
    }
}

fn next_size(size: u64, took: TimeDelta) -> u64 {
    if took > PART_TIME {
        (size / 2).max(1)
    } else if took < PART_TIME / 4 {
        (size * 2).min(MAX_PART)
    } else {
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_part_is_followed_by_a_smaller_one() {
        let after = |size, millis| next_size(size, TimeDelta::milliseconds(millis));
        assert_eq!(after(400, 101), 200);
        assert_eq!(after(400, 100), 400);
        assert_eq!(after(400, 25), 400);
        assert_eq!(after(400, 24), 800);
        assert_eq!(after(MAX_PART, 0), MAX_PART);
        assert_eq!(after(1, 5_000), 1);
    }
}
