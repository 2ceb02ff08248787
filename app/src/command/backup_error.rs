use std::io;

use korotko_core::ports::StoreError;
use korotko_seaorm::{ConnectError, DumpError, MigrateError};

/// Why no backup was made.
#[derive(Debug, thiserror::Error)]
pub(super) enum BackupError {
    #[error(transparent)]
    Schema(#[from] MigrateError),
    #[error("cannot copy the database")]
    Copy(#[source] StoreError),
    #[error("the copy of the database is damaged")]
    Damaged(#[source] StoreError),
    #[error(transparent)]
    Url(#[from] ConnectError),
    #[error(transparent)]
    Dump(#[from] DumpError),
    #[error("cannot read the click log")]
    Clicks(#[source] io::Error),
    #[error("cannot write {path}")]
    Write {
        path: String,
        #[source]
        source: io::Error,
    },
}
