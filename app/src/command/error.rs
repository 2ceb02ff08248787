use std::io;

use korotko_core::user::FindUserError;
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
    #[error("{0}")]
    NotReady(String),
    #[error("--user {0}")]
    NoAddress(String),
    #[error(transparent)]
    FindUser(FindUserError),
    #[error(transparent)]
    Import(#[from] korotko_core::link::BulkError),
    #[error(transparent)]
    Export(#[from] crate::api::transfer::ExportError),
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
    #[error("{failed} of {rows} rows failed")]
    RowsFailed { failed: usize, rows: usize },
}

impl CommandError {
    /// Whether the configuration is invalid.
    pub(super) fn is_config_error(&self) -> bool {
        match self {
            Self::Config(_) | Self::NoAddress(_) => true,
            Self::SetUp(error) | Self::Start(StartError::SetUp(error)) => {
                use ConnectError::{Malformed, NoFile, Scheme};
                matches!(error, SetUpError::Database(Malformed(_) | NoFile | Scheme))
            }
            _ => false,
        }
    }
}
