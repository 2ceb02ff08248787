use chrono::{DateTime, Utc};
use korotko_core::job::{JobRecord, JobState};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};

use crate::api::examples;

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase", rename = "JobState", remote = "JobState")]
pub(crate) enum JobStateView {
    /// The job waits until it is due.
    Waiting,
    /// A worker executes the job.
    Running,
    /// The job is done.
    Done,
    /// The job failed permanently.
    Failed,
}

/// Deferred work, such as a mail.
#[derive(Debug, Object)]
#[oai(example, rename = "Job")]
pub(crate) struct JobView {
    /// The id, which is never reused.
    pub id: i64,
    /// What is to be done: `send-verification`, `send-invitation`, `send-password-reset`, `send-email-change-to-old`,
    /// `send-email-change-to-new`, `send-email-changed`, `send-report` or `send-abuse-report`. More kinds may be added.
    pub kind: String,
    /// The id of the user for whom; `null` for nobody.
    #[oai(nullable)]
    pub user_id: Option<i64>,
    /// The state.
    pub state: JobStateView,
    /// The number of attempts.
    pub attempts: u32,
    /// When the job is due; while it is running, when another worker may take it over.
    pub run_at: DateTime<Utc>,
    /// When the job was created.
    pub created_at: DateTime<Utc>,
    /// When the job was done or failed permanently; `null` before.
    #[oai(nullable)]
    pub finished_at: Option<DateTime<Utc>>,
    /// Why the last attempt failed; `null` if none did.
    #[oai(nullable)]
    pub last_error: Option<String>,
}

impl From<&JobRecord> for JobView {
    fn from(record: &JobRecord) -> Self {
        Self {
            id: record.id.0,
            kind: record.job.kind().to_owned(),
            user_id: record.job.user().map(|user| user.0),
            state: record.state.into(),
            attempts: record.attempts,
            run_at: record.run_at,
            created_at: record.created_at,
            finished_at: record.finished_at,
            last_error: record.last_error.clone(),
        }
    }
}

impl Example for JobView {
    fn example() -> Self {
        Self {
            id: 1,
            kind: "send-verification".to_owned(),
            user_id: Some(1),
            state: JobStateView::Failed,
            attempts: 1,
            run_at: examples::past(),
            created_at: examples::past(),
            finished_at: Some(examples::past()),
            last_error: Some("refused: 550 5.1.1".to_owned()),
        }
    }
}
