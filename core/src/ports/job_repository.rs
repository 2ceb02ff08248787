use async_trait::async_trait;

use super::{StoreError, Timestamp, TraceContext};
use crate::id::JobId;
use crate::job::{Job, JobRecord, JobState};

/// A job to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertJob {
    /// The work.
    pub job: Job,
    /// The trace of what causes it.
    pub trace: Option<TraceContext>,
    /// When it is created, and due.
    pub created_at: Timestamp,
}

impl InsertJob {
    /// A job that no trace causes.
    #[must_use]
    pub fn untraced(job: Job, created_at: Timestamp) -> Self {
        Self {
            job,
            trace: None,
            created_at,
        }
    }
}

/// A job that this worker has claimed, until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The job's id.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// How many attempts were started and not released, including this one.
    pub attempts: u32,
    /// Distinguishes this claim from every other claim of the job.
    pub lease: i64,
    /// The trace of what caused the job.
    pub trace: Option<TraceContext>,
    /// When the job was created.
    pub created_at: Timestamp,
}

/// The outcome of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// The job is done.
    Done {
        /// When it was done.
        at: Timestamp,
    },
    /// The attempt failed; the job is retried.
    Retry {
        /// When the job is due again.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
    /// The attempt could not be started; the job is requeued, and the attempt does not count.
    Release {
        /// When the job is due again.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
    /// The job failed permanently; kept until an operator retries it.
    Failed {
        /// When it failed.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
}

/// Which jobs to list, in ascending id order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobQuery {
    /// Only those in one of these states; empty for all.
    pub states: Vec<JobState>,
    /// Only those with a greater id.
    pub after: Option<JobId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The deferred work: a queue in the same store as the rows that cause it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait JobRepository: Send + Sync {
    /// Inserts a waiting job, due when it is created. MUST return [`StoreError::Missing`] when its user does not exist.
    async fn insert(&self, job: &InsertJob) -> Result<JobId, StoreError>;

    /// Claims up to `limit` jobs that are due at `now`, oldest due first, each until `until`: waiting jobs, and running jobs
    /// whose lease ended. One statement: concurrent claims MUST NOT claim the same job.
    async fn claim(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claim>, StoreError>;

    /// Extends a claim until `until`; returns whether it is still valid. MUST NOT touch a job that another worker has claimed.
    async fn renew(&self, claim: &Claim, until: Timestamp) -> Result<bool, StoreError>;

    /// Ends a claim; returns whether it was still valid. MUST NOT touch a job that another worker has claimed.
    async fn finish(&self, claim: &Claim, outcome: &JobOutcome) -> Result<bool, StoreError>;

    /// The jobs that match `query`.
    async fn list(&self, query: &JobQuery) -> Result<Vec<JobRecord>, StoreError>;

    /// Requeues a failed job, due at `now` and with no attempts counted; returns it, or `None` when no failed job has this id.
    async fn requeue(&self, id: JobId, now: Timestamp) -> Result<Option<Job>, StoreError>;

    /// Removes up to `limit` jobs that were done at or before `until`; returns how many. MUST keep failed and unfinished jobs.
    async fn delete_done(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
