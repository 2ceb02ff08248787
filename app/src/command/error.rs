use std::io;

use korotko_core::user::FindUserError;
use korotko_seaorm::ConnectError;

use crate::composition::{SetUpError, StartError};
use crate::config::ConfigErrors;

/// Why a command did not do its work.
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
    #[error("the OpenAPI document cannot be read")]
    Document(#[from] serde_json::Error),
    #[error("signals cannot be listened to")]
    Signal(#[source] io::Error),
    #[error("the output cannot be written")]
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
    #[error("{path} cannot be read")]
    ReadFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path} cannot be written")]
    WriteFile {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{path}: {why}")]
    Unreadable { path: String, why: String },
    #[error("{refused} of {rows} rows were refused")]
    RowsRefused { refused: usize, rows: usize },
}

impl CommandError {
    /// Whether what is wrong is the configuration, and not the world.
    pub(super) fn is_mistake(&self) -> bool {
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
