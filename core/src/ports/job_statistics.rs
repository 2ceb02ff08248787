use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::job::JobState;

/// The jobs of one kind in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobCount {
    /// The kind, as stored: it may be one that this version does not know.
    pub kind: String,
    /// The state.
    pub state: JobState,
    /// Their number.
    pub count: u64,
    /// When the oldest of them was created.
    pub oldest: Timestamp,
}

/// The numbers of jobs.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait JobStatistics: Send + Sync {
    /// The waiting, running and failed jobs by kind and state, in any order; groups without jobs are omitted. Of the unfinished
    /// jobs, those due first, and of the failed ones, the oldest: it MUST count at most `limit` of each, so that a long queue
    /// costs no more than a short one.
    async fn count(&self, limit: u32) -> Result<Vec<JobCount>, StoreError>;
}
