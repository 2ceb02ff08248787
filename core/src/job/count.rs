use super::{Job, JobState, Jobs};
use crate::ports::{JobCount, StoreError, Timestamp};

/// The maximum number of jobs that are counted: the unfinished ones, and the failed ones.
const MAX: u32 = 10_000;

/// The states in which jobs are counted. A job that is done is of no interest any more.
const STATES: [JobState; 3] = [JobState::Waiting, JobState::Running, JobState::Failed];

/// The jobs of one kind in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobGroup {
    /// The kind; `unknown` for all that this version does not know.
    pub kind: &'static str,
    /// The state: waiting, running or failed.
    pub state: JobState,
    /// Their number.
    pub count: u64,
    /// When the oldest of them was created; `None` if there is none.
    pub oldest: Option<Timestamp>,
}

impl Jobs {
    /// The waiting, running and failed jobs of every kind and state, also where there are none. At most 10,000 unfinished jobs,
    /// those due first, and 10,000 failed ones are counted, so that it takes milliseconds.
    pub async fn count(&self) -> Result<Vec<JobGroup>, StoreError> {
        let counts = self.ports.store.job_statistics().count(MAX).await?;
        let kinds = Job::KINDS.into_iter().chain([Job::Unknown.kind()]);
        let groups = kinds.flat_map(|kind| STATES.map(|state| (kind, state)));
        Ok(groups
            .map(|(kind, state)| group(kind, state, &counts))
            .collect())
    }
}

fn group(kind: &'static str, state: JobState, counts: &[JobCount]) -> JobGroup {
    let is_own = |count: &&JobCount| count.state == state && known(&count.kind) == kind;
    let own = || counts.iter().filter(is_own);
    JobGroup {
        kind,
        state,
        count: own().map(|count| count.count).sum(),
        oldest: own().map(|count| count.oldest).min(),
    }
}

/// The kind with this name.
fn known(name: &str) -> &'static str {
    let mut kinds = Job::KINDS.into_iter();
    let kind = kinds.find(|kind| *kind == name);
    kind.unwrap_or(Job::Unknown.kind())
}
