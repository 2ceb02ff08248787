use std::path::PathBuf;

use korotko_core::ports::StoreError;

/// Why a database could not be opened. Never contains the URL, which may contain a password.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The URL has an unknown scheme.
    #[error("the database URL must begin with sqlite: or postgres://")]
    Scheme,
    /// The URL is malformed.
    #[error("the database URL is malformed")]
    Malformed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The URL names no file: a pool of readers cannot share a SQLite database in memory.
    #[error("the database URL must name a file; use korotko-memory for a store in memory")]
    NoFile,
    /// The file of a SQLite database could not be opened.
    #[error("the database file {} cannot be opened", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: StoreError,
    },
    /// The PostgreSQL server is unreachable, or refuses the connection.
    #[error("the database cannot be opened: PostgreSQL at {server}: {why}")]
    Server {
        /// The server's host and port, or its socket.
        server: String,
        /// The cause.
        why: String,
    },
    /// The pool could not be created.
    #[error(transparent)]
    Store(#[from] StoreError),
}
