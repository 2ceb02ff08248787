use std::io;

use korotko_core::administration::{ActError, CreateInvitationError, ListError};
use korotko_core::fault::Fault;
use korotko_seaorm::ConnectError;

use crate::composition::{SetUpError, StartError};
use crate::config::ConfigErrors;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Migrate(#[from] korotko_seaorm::MigrateError),
    #[error(transparent)]
    RetryJob(#[from] korotko_core::job::RetryJobError),
    #[error(transparent)]
    Act(ActError),
    #[error(transparent)]
    Find(#[from] korotko_core::FindError),
    #[error(transparent)]
    List(ListError),
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Store(#[from] korotko_core::ports::StoreError),
    #[error(transparent)]
    Backup(#[from] super::backup_error::BackupError),
    #[error(transparent)]
    Restore(#[from] super::restore_error::RestoreError),
    #[error("cannot parse the OpenAPI document")]
    Document(#[from] serde_json::Error),
    #[error("cannot listen for signals")]
    Signal(#[source] io::Error),
    #[error("cannot write the output")]
    Print(#[source] io::Error),
    #[error("cannot ask")]
    Answer(#[source] io::Error),
    #[error("nothing was changed")]
    Declined,
    #[error("{0}")]
    NotReady(String),
    #[error(transparent)]
    Invite(CreateInvitationError),
    #[error(transparent)]
    Import(#[from] korotko_core::link::BulkError),
    #[error(transparent)]
    Export(#[from] crate::api::transfer::ExportError),
    #[error(transparent)]
    Report(korotko_core::report::WriteReportError),
    #[error("cannot read {path}")]
    ReadFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("cannot write {path}")]
    WriteFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path}: {why}")]
    Unreadable { path: String, why: String },
    #[error("{failures} of the checks failed")]
    Unwell { failures: usize },
    #[error("{failed} of {rows} rows failed")]
    RowsFailed { failed: usize, rows: usize },
}

/// An invalid filter of a list is that of `--search`, the only one that can be invalid.
impl From<ListError> for CommandError {
    fn from(error: ListError) -> Self {
        match error.violations().first() {
            Some(broken) => Self::Usage(format!("--search {}", broken.message)),
            None => Self::List(error),
        }
    }
}

/// An invalid field of an act is the flag of its name.
impl From<ActError> for CommandError {
    fn from(error: ActError) -> Self {
        match error.violations().first() {
            Some(broken) => Self::Usage(format!("--{} {}", broken.field, broken.message)),
            None => Self::Act(error),
        }
    }
}

impl CommandError {
    /// Whether arguments or settings are invalid.
    pub(super) fn is_usage_error(&self) -> bool {
        match self {
            Self::Config(_) | Self::Usage(_) => true,
            Self::SetUp(error) | Self::Start(StartError::SetUp(error)) => {
                use ConnectError::{Malformed, NoFile, Scheme};
                matches!(error, SetUpError::Database(Malformed(_) | NoFile | Scheme))
            }
            _ => false,
        }
    }
}
