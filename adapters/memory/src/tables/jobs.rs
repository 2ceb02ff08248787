use korotko_core::id::{JobId, UserId};
use korotko_core::job::{Job, JobRecord, JobState};
use korotko_core::ports::{Claim, JobQuery, Settlement, Timestamp};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};
use std::ops::Bound;

use super::some;

/// A job, and by which claim it is held while it runs.
#[derive(Debug, Clone)]
struct JobRow {
    record: JobRecord,
    lease: i64,
}

/// The jobs, and which are due when.
#[derive(Debug, Clone, Default)]
pub(crate) struct JobTable {
    rows: RedBlackTreeMapSync<JobId, JobRow>,
    /// The waiting ones by when they are due, and the running ones by when their lease ends.
    due: RedBlackTreeSetSync<(Timestamp, JobId)>,
    by_user: RedBlackTreeSetSync<(UserId, JobId)>,
    last_id: i64,
    last_lease: i64,
}

impl JobTable {
    pub(crate) fn insert(&mut self, job: &Job, now: Timestamp) -> JobId {
        self.last_id += 1;
        let record = JobRecord {
            id: JobId(self.last_id),
            job: job.clone(),
            state: JobState::Waiting,
            attempts: 0,
            run_at: now,
            created_at: now,
            finished_at: None,
            last_error: None,
        };
        self.put(JobRow { record, lease: 0 });
        JobId(self.last_id)
    }

    pub(crate) fn claim(&mut self, now: Timestamp, until: Timestamp, limit: u32) -> Vec<Claim> {
        let due = self.due.range(..=(now, JobId(i64::MAX)));
        let due: Vec<_> = due
            .take(limit as usize)
            .filter_map(|(_, id)| self.rows.get(id).cloned())
            .collect();
        due.into_iter().map(|row| self.take(row, until)).collect()
    }

    fn take(&mut self, mut row: JobRow, until: Timestamp) -> Claim {
        self.last_lease += 1;
        self.delete(row.record.id);
        row.lease = self.last_lease;
        row.record.state = JobState::Running;
        row.record.attempts += 1;
        row.record.run_at = until;
        let claim = Claim {
            id: row.record.id,
            job: row.record.job.clone(),
            attempts: row.record.attempts,
            lease: row.lease,
            created_at: row.record.created_at,
        };
        self.put(row);
        claim
    }

    pub(crate) fn renew(&mut self, claim: &Claim, until: Timestamp) -> bool {
        self.change_held(claim, |job| job.run_at = until)
    }

    pub(crate) fn settle(&mut self, claim: &Claim, settlement: &Settlement) -> bool {
        self.change_held(claim, |job| match settlement {
            Settlement::Done { at } => {
                job.state = JobState::Done;
                job.finished_at = Some(*at);
            }
            Settlement::Retry { at, error } => wait(job, *at, error),
            Settlement::Release { at, error } => {
                wait(job, *at, error);
                job.attempts = job.attempts.saturating_sub(1);
            }
            Settlement::Failed { at, error } => {
                job.state = JobState::Failed;
                job.finished_at = Some(*at);
                job.last_error = Some(error.clone());
            }
        })
    }

    /// Makes `change` to the job of a claim that is still held; says whether it is.
    fn change_held(&mut self, claim: &Claim, change: impl FnOnce(&mut JobRecord)) -> bool {
        let row = self.rows.get(&claim.id);
        let held =
            |row: &&JobRow| row.record.state == JobState::Running && row.lease == claim.lease;
        let Some(mut row) = row.filter(held).cloned() else {
            return false;
        };
        self.delete(claim.id);
        change(&mut row.record);
        self.put(row);
        true
    }

    pub(crate) fn list(&self, query: &JobQuery) -> Vec<JobRecord> {
        let after = query.after.map_or(Bound::Unbounded, Bound::Excluded);
        let asked = |job: &&JobRecord| query.states.is_empty() || query.states.contains(&job.state);
        let rows = self.rows.range::<JobId, _>((after, Bound::Unbounded));
        rows.map(|(_, row)| &row.record)
            .filter(asked)
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn requeue(&mut self, id: JobId, now: Timestamp) -> Option<Job> {
        let row = self.rows.get(&id);
        let failed = |row: &&JobRow| row.record.state == JobState::Failed;
        let mut row = row.filter(failed).cloned()?;
        self.delete(id);
        row.record.state = JobState::Waiting;
        row.record.attempts = 0;
        row.record.run_at = now;
        row.record.finished_at = None;
        let job = row.record.job.clone();
        self.put(row);
        Some(job)
    }

    /// Goes through all jobs: it is asked for now and then, not by a request.
    pub(crate) fn delete_done(&mut self, until: Timestamp, limit: u64) -> u64 {
        let is_old = |job: &&JobRecord| {
            job.state == JobState::Done && job.finished_at.is_some_and(|at| at <= until)
        };
        let records = self.rows.values().map(|row| &row.record);
        let old: Vec<_> = records
            .filter(is_old)
            .map(|job| job.id)
            .take(some(limit))
            .collect();
        let count = old.len() as u64;
        for id in old {
            self.delete(id);
        }
        count
    }

    pub(crate) fn delete_by_user(&mut self, user: UserId) {
        let first = (user, JobId(i64::MIN));
        let last = (user, JobId(i64::MAX));
        let theirs = self.by_user.range(first..=last);
        let theirs: Vec<_> = theirs.map(|(_, id)| *id).collect();
        for id in theirs {
            self.delete(id);
        }
    }

    fn put(&mut self, row: JobRow) {
        let JobRecord { id, run_at, .. } = row.record;
        if is_unfinished(&row.record) {
            self.due.insert_mut((run_at, id));
        }
        if let Some(user) = row.record.job.user() {
            self.by_user.insert_mut((user, id));
        }
        self.rows.insert_mut(id, row);
    }

    fn delete(&mut self, id: JobId) {
        let Some(row) = self.rows.get(&id) else {
            return;
        };
        self.due.remove_mut(&(row.record.run_at, id));
        if let Some(user) = row.record.job.user() {
            self.by_user.remove_mut(&(user, id));
        }
        self.rows.remove_mut(&id);
    }
}

fn is_unfinished(job: &JobRecord) -> bool {
    matches!(job.state, JobState::Waiting | JobState::Running)
}

fn wait(job: &mut JobRecord, until: Timestamp, error: &str) {
    job.state = JobState::Waiting;
    job.run_at = until;
    job.last_error = Some(error.to_owned());
}
