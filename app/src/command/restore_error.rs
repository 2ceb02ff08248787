use std::io;

use korotko_core::ports::StoreError;
use korotko_seaorm::{ConnectError, DumpError, MigrateError};

use super::archive::{DatabaseKind, ReadArchiveError};
use crate::composition::SetUpError;

/// Why a backup was not restored.
#[derive(Debug, thiserror::Error)]
pub(super) enum RestoreError {
    #[error("{0} is in use: stop the service and every worker first")]
    InUse(String),
    #[error("the PostgreSQL database is not empty: restore into a new one")]
    NotEmpty,
    #[error("the backup is of {}, and the configured database is {}", .backup.name(), .database.name())]
    OtherDatabase {
        backup: DatabaseKind,
        database: DatabaseKind,
    },
    #[error(transparent)]
    Archive(#[from] ReadArchiveError),
    #[error("the database in the backup is damaged")]
    Damaged(#[source] StoreError),
    #[error(transparent)]
    Newer(#[from] MigrateError),
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    #[error(transparent)]
    Dump(#[from] DumpError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot write {path}")]
    Write {
        path: String,
        #[source]
        source: io::Error,
    },
}
