use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::JobId;
use crate::job::{Job, JobRecord, JobState};

/// A job that this worker has taken, until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which job.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// How often it was taken and not given back, this time included.
    pub attempts: u32,
    /// Tells this claim from every other claim of the job.
    pub lease: i64,
    /// When the job was made.
    pub created_at: Timestamp,
}

/// How a claim ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The work is done.
    Done {
        /// When.
        at: Timestamp,
    },
    /// It did not work; again later.
    Retry {
        /// When it is due again.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
    /// It could not even be tried; again later, and this attempt does not count.
    Release {
        /// When it is due again.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
    /// It will not work; kept, until somebody runs it again.
    Failed {
        /// When it was given up.
        at: Timestamp,
        /// What happened, without addresses or secrets.
        error: String,
    },
}

/// Which jobs to list, by rising id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobQuery {
    /// Only those in one of these states; empty for all.
    pub states: Vec<JobState>,
    /// Only those with a greater id, if given.
    pub after: Option<JobId>,
    /// At most so many.
    pub limit: u32,
}

/// The deferred work: a queue in the same store as the rows that cause it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait JobRepository: Send + Sync {
    /// Adds a job, due at `now`, that is waiting. MUST answer [`StoreError::Missing`] when its user is none.
    async fn insert(&self, job: &Job, now: Timestamp) -> Result<JobId, StoreError>;

    /// Takes up to `limit` jobs that are due at `now`, the longest due first, each until `until`: those waiting, and those
    /// running whose lease ended. One statement: claims at the same time MUST NOT take the same job.
    async fn claim(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claim>, StoreError>;

    /// Holds a claim until `until`; says whether it is still held. MUST NOT touch a job that was taken over.
    async fn renew(&self, claim: &Claim, until: Timestamp) -> Result<bool, StoreError>;

    /// Ends a claim; says whether it was still held. MUST NOT touch a job that was taken over.
    async fn settle(&self, claim: &Claim, settlement: &Settlement) -> Result<bool, StoreError>;

    /// The jobs that `query` asks for.
    async fn list(&self, query: &JobQuery) -> Result<Vec<JobRecord>, StoreError>;

    /// Makes a failed job wait again, due at `now` and with no attempts counted; gives it, and `None` when no failed job
    /// has this id.
    async fn requeue(&self, id: JobId, now: Timestamp) -> Result<Option<Job>, StoreError>;

    /// Removes up to `limit` jobs that were done at `until` or before; says how many. MUST keep failed and unfinished ones.
    async fn delete_done(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
