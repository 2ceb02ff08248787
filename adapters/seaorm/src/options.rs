use std::time::Duration;

/// How a store uses its database.
///
/// There are two classes of statements: short ones of requests, and long ones of deferred work, imports and exports. See
/// [`SeaStore::for_work`](crate::SeaStore::for_work).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeaOptions {
    /// The most connections for requests: of their pool on PostgreSQL, of readers on SQLite, where one more connection writes.
    pub max_connections: u32,
    /// How long a request waits for a connection, or for a unit of work to begin, before the store counts as unavailable. On
    /// SQLite, units of work wait here for each other.
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock: of another process on a SQLite file, of another unit of work on PostgreSQL.
    pub lock_timeout: Duration,
    /// How long a statement of a request may take. On SQLite this limits only reads outside units of work and snapshots.
    pub statement_timeout: Duration,
    /// The most connections for long statements, on PostgreSQL.
    pub long_connections: u32,
    /// How long deferred work, imports and exports wait for a connection, or for a unit of work to begin; on PostgreSQL also for
    /// a lock.
    pub long_wait: Duration,
    /// How long a statement of deferred work, an import or an export may take.
    pub long_statement_timeout: Duration,
    /// How long a unit of work may be idle between two statements on PostgreSQL before its connection is closed, so that a node
    /// that hangs does not keep locks forever.
    pub idle_timeout: Duration,
}

impl Default for SeaOptions {
    fn default() -> Self {
        Self {
            max_connections: 10,
            acquire_timeout: Duration::from_millis(1500),
            lock_timeout: Duration::from_millis(1500),
            statement_timeout: Duration::from_secs(2),
            long_connections: 10,
            long_wait: Duration::from_secs(5),
            long_statement_timeout: Duration::from_mins(1),
            idle_timeout: Duration::from_mins(1),
        }
    }
}
