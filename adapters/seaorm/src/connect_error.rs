use std::path::PathBuf;

use korotko_core::ports::StoreError;

/// Why a database was not opened. None of these shows the URL, which may carry a password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL begins with none of the schemes that are understood.
    #[error("the database URL must begin with sqlite: or postgres://")]
    Scheme,
    /// The URL cannot be read.
    #[error("the database URL cannot be read")]
    Malformed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The URL names no file: SQLite in memory has no place beside a pool of readers.
    #[error("the database URL must name a file; for a store in memory there is korotko-memory")]
    NoFile,
    /// The file of a SQLite database could not be opened.
    #[error("the database file {} cannot be opened", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: StoreError,
    },
    /// The PostgreSQL server cannot be reached, or does not let us in.
    #[error("the database cannot be opened: PostgreSQL at {server}: {why}")]
    Server {
        /// Its host and port, or its socket.
        server: String,
        /// Why.
        why: String,
    },
    /// The pool could not be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}
