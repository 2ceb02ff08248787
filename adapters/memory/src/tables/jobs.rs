use korotko_core::id::{JobId, UserId};
use korotko_core::job::{Job, JobRecord, JobState};
use korotko_core::ports::{
    Claim, InsertJob, JobCount, JobOutcome, JobQuery, Timestamp, TraceContext,
};

use super::{Table, some};

/// A job, with the lease of its claim while it runs.
#[derive(Debug, Clone)]
struct JobRow {
    record: JobRecord,
    lease: i64,
    trace: Option<TraceContext>,
}

/// The jobs.
#[derive(Debug, Clone, Default)]
pub(crate) struct JobTable {
    rows: Table<JobId, JobRow>,
    last_lease: i64,
}

impl JobTable {
    pub(crate) fn insert(&mut self, new: &InsertJob) -> JobId {
        let id = JobId(self.rows.next_id());
        let record = JobRecord {
            id,
            job: new.job.clone(),
            state: JobState::Waiting,
            attempts: 0,
            run_at: new.created_at,
            created_at: new.created_at,
            finished_at: None,
            last_error: None,
        };
        let row = JobRow {
            record,
            lease: 0,
            trace: new.trace.clone(),
        };
        self.rows.put(id, row);
        id
    }

    pub(crate) fn claim(&mut self, now: Timestamp, until: Timestamp, limit: u32) -> Vec<Claim> {
        // A running job is due when its lease ends.
        let unfinished =
            |job: &&JobRecord| matches!(job.state, JobState::Waiting | JobState::Running);
        let due = self.records().filter(unfinished);
        let due = due.filter(|job| job.run_at <= now);
        let mut due: Vec<_> = due.map(|job| (job.run_at, job.id)).collect();
        due.sort_unstable();
        due.truncate(limit as usize);
        let claims = due.into_iter();
        claims.filter_map(|(_, id)| self.start(id, until)).collect()
    }

    fn start(&mut self, id: JobId, until: Timestamp) -> Option<Claim> {
        let row = self.rows.get_mut(id)?;
        self.last_lease += 1;
        row.lease = self.last_lease;
        row.record.state = JobState::Running;
        row.record.attempts += 1;
        row.record.run_at = until;
        Some(Claim {
            id,
            job: row.record.job.clone(),
            attempts: row.record.attempts,
            lease: row.lease,
            trace: row.trace.clone(),
            created_at: row.record.created_at,
        })
    }

    pub(crate) fn renew(&mut self, claim: &Claim, until: Timestamp) -> bool {
        self.change_claimed(claim, |job| job.run_at = until)
    }

    pub(crate) fn finish(&mut self, claim: &Claim, outcome: &JobOutcome) -> bool {
        self.change_claimed(claim, |job| match outcome {
            JobOutcome::Done { at } => {
                job.state = JobState::Done;
                job.finished_at = Some(*at);
            }
            JobOutcome::Retry { at, error } => wait(job, *at, error),
            JobOutcome::Release { at, error } => {
                wait(job, *at, error);
                job.attempts = job.attempts.saturating_sub(1);
            }
            JobOutcome::Failed { at, error } => {
                job.state = JobState::Failed;
                job.finished_at = Some(*at);
                job.last_error = Some(error.clone());
            }
        })
    }

    /// Applies `change` to the job of a claim that is still valid; returns whether it is.
    fn change_claimed(&mut self, claim: &Claim, change: impl FnOnce(&mut JobRecord)) -> bool {
        let row = self.rows.get_mut(claim.id);
        let is_valid =
            |row: &&mut JobRow| row.record.state == JobState::Running && row.lease == claim.lease;
        row.filter(is_valid)
            .map(|row| change(&mut row.record))
            .is_some()
    }

    fn records(&self) -> impl Iterator<Item = &JobRecord> {
        self.rows.rows().map(|row| &row.record)
    }

    pub(crate) fn list(&self, query: &JobQuery) -> Vec<JobRecord> {
        let in_state =
            |job: &&JobRecord| query.states.is_empty() || query.states.contains(&job.state);
        self.records()
            .filter(|job| query.after.is_none_or(|after| job.id > after))
            .filter(in_state)
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    /// The numbers of unfinished jobs, those due first, and of failed ones, the oldest, up to `limit` of each.
    pub(crate) fn count(&self, limit: usize) -> Vec<JobCount> {
        let mut jobs: Vec<_> = self.records().collect();
        jobs.sort_by_key(|job| (job.run_at, job.id));
        let unfinished = jobs.iter().filter(|job| job.finished_at.is_none());
        let mut counts = by_kind_and_state(unfinished.take(limit));
        jobs.sort_by_key(|job| (job.created_at, job.id));
        let failed = jobs.iter().filter(|job| job.state == JobState::Failed);
        counts.extend(by_kind_and_state(failed.take(limit)));
        counts
    }

    pub(crate) fn requeue(&mut self, id: JobId, now: Timestamp) -> Option<Job> {
        let record = &mut self.rows.get_mut(id)?.record;
        if record.state != JobState::Failed {
            return None;
        }
        record.state = JobState::Waiting;
        record.attempts = 0;
        record.run_at = now;
        record.finished_at = None;
        Some(record.job.clone())
    }

    pub(crate) fn delete_done(&mut self, until: Timestamp, limit: u64) -> u64 {
        self.rows.remove_some(some(limit), |row| {
            let finished = row.record.finished_at.is_some_and(|at| at <= until);
            finished && row.record.state == JobState::Done
        })
    }

    pub(crate) fn delete_by_user(&mut self, user: UserId) {
        self.rows
            .remove_some(usize::MAX, |row| row.record.job.user() == Some(user));
    }
}

fn by_kind_and_state<'a>(jobs: impl Iterator<Item = &'a &'a JobRecord>) -> Vec<JobCount> {
    let mut counts: Vec<JobCount> = Vec::new();
    for job in jobs {
        let kind = job.job.kind();
        let known = counts
            .iter_mut()
            .find(|count| (count.kind.as_str(), count.state) == (kind, job.state));
        if let Some(known) = known {
            known.count += 1;
            known.oldest = known.oldest.min(job.created_at);
        } else {
            counts.push(JobCount {
                kind: kind.to_owned(),
                state: job.state,
                count: 1,
                oldest: job.created_at,
            });
        }
    }
    counts
}

fn wait(job: &mut JobRecord, until: Timestamp, error: &str) {
    job.state = JobState::Waiting;
    job.run_at = until;
    job.last_error = Some(error.to_owned());
}
