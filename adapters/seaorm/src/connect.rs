//! Opening a database. The pools are built here, and not by SeaORM, which writes the URL with its password to the log.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::time::Instant;

use crate::bounded::Bounds;
use crate::database_url::{DatabaseUrl, Server};
use crate::error::{connect_error, is_busy};
use crate::health::Health;
use crate::pool::{Pool, proven_sqlite};
use crate::postgres;

/// How a store uses its database.
///
/// There are two classes of statements: those of requests are short; those of deferred work, imports and exports are long. See
/// [`SeaStore::for_work`](crate::SeaStore::for_work).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeaOptions {
    /// The most connections for requests: of their pool on PostgreSQL, of the readers on SQLite, where one more writes.
    pub max_connections: u32,
    /// How long a request waits for a connection, or for a unit of work to begin, before it is told that the store is
    /// unavailable. On SQLite units of work wait here for each other.
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock: that of another process on a SQLite file, that of another unit of work on
    /// PostgreSQL.
    pub lock_timeout: Duration,
    /// How long a statement of a request may take. On SQLite that is a read outside any unit of work or snapshot; those are local
    /// there, and not cut.
    pub statement_timeout: Duration,
    /// The most connections for what is long, on PostgreSQL.
    pub long_connections: u32,
    /// How long what is long waits for a connection, or for a unit of work to begin; on PostgreSQL also for a lock.
    pub long_wait: Duration,
    /// How long a statement of what is long may take.
    pub long_statement_timeout: Duration,
    /// How long a unit of work may rest between two statements on PostgreSQL before its connection is closed, so that a node
    /// that hangs holds no locks for ever.
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

/// The connections to one database, by class.
pub(crate) struct Pools {
    /// For requests.
    pub(crate) requests: Connections,
    /// For what is long.
    pub(crate) work: Connections,
}

/// The connections to one database for one class of statements.
#[derive(Clone)]
pub(crate) struct Connections {
    /// For reads outside any unit of work.
    pub readers: Pool,
    /// For snapshots; on PostgreSQL the same pool.
    pub snapshots: Pool,
    /// For units of work; on PostgreSQL the same pool.
    pub writer: Pool,
    /// How to open one more connection to a SQLite file, for migrations.
    pub sqlite: Option<SqliteConnectOptions>,
}

impl Connections {
    /// The same connections for another class.
    fn bounded(&self, bounds: Bounds) -> Self {
        Self {
            readers: self.readers.bounded(bounds),
            snapshots: self.snapshots.bounded(bounds),
            writer: self.writer.bounded(bounds),
            sqlite: self.sqlite.clone(),
        }
    }
}

/// Opens the database at `url`.
pub(crate) async fn connect(url: &str, options: &SeaOptions) -> Result<Pools, ConnectError> {
    let url = DatabaseUrl::parse(url)?;
    if !url.ignored.is_empty() {
        let names = url.ignored.join(", ");
        tracing::warn!(
            names,
            "parameters of the database URL are not known and do nothing"
        );
    }
    match url.server {
        Server::Sqlite(file) => connect_sqlite(file, options).await,
        Server::Postgres(server) => postgres::connect(server, options).await,
    }
}

/// Opens the SQLite database in the file at `path`.
pub(crate) async fn connect_file(path: &Path, options: &SeaOptions) -> Result<Pools, ConnectError> {
    connect_sqlite(SqliteConnectOptions::new().filename(path), options).await
}

async fn connect_sqlite(
    file: SqliteConnectOptions,
    options: &SeaOptions,
) -> Result<Pools, ConnectError> {
    let path = file.get_filename().to_owned();
    let opened = open_all(file, options).await;
    opened.map_err(|source| ConnectError::File { path, source })
}

async fn open_all(file: SqliteConnectOptions, options: &SeaOptions) -> Result<Pools, StoreError> {
    make_private(file.get_filename()).map_err(StoreError::unavailable)?;
    let file = file
        .busy_timeout(options.lock_timeout)
        .foreign_keys(true)
        // It is there by now; if it is gone when a connection is opened later, an empty one must not take its place.
        .create_if_missing(false);
    let writes = file
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // In WAL, NORMAL may lose the last commits to a power cut.
        .synchronous(SqliteSynchronous::Full)
        // In kB: a thousand links touch pages all over the indexes, which would else be written out and read again meanwhile.
        .pragma("cache_size", "-32768");
    let health = Health::default();
    // Both classes wait for the one who writes, what is long for longer.
    let longest = options.long_wait.max(options.acquire_timeout);
    let writer = open_sqlite(&writes, 1, longest, &health).await?;
    let reads = file.pragma("query_only", "on");
    // A snapshot reads much and once: what it mapped would count as this process's memory, for nothing.
    let (most, wait) = (options.max_connections, options.acquire_timeout);
    let snapshots = open_sqlite(&reads, most, wait, &health).await?;
    // In bytes, the most that SQLite takes: what the kernel has in memory of the file is read where it is, instead of being
    // copied page by page into the small cache of each connection, which forgets it with every commit.
    let reads = reads.pragma("mmap_size", "2147418112");
    let readers = open_sqlite(&reads, most, wait, &health).await?;
    let opened = Connections {
        readers,
        snapshots,
        writer,
        sqlite: Some(writes),
    };
    let bounds = sqlite_bounds(options.acquire_timeout, options.statement_timeout);
    let long_bounds = sqlite_bounds(options.long_wait, options.long_statement_timeout);
    Ok(Pools {
        requests: opened.bounded(bounds),
        work: opened.bounded(long_bounds),
    })
}

/// Only reads outside transactions are cut: what is asked of a local file comes to an end by itself.
fn sqlite_bounds(begin: Duration, read: Duration) -> Bounds {
    Bounds {
        begin,
        read,
        ..Bounds::NONE
    }
}

/// Makes a new file readable by its owner alone: it holds addresses and hashes. SQLite gives the files beside it the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// Opens a pool without bounds on data whose health is known. Going over to WAL needs the file alone and does not wait for it, so
/// whoever opens a new file at the same time as somebody else has to try again.
pub(crate) async fn open_sqlite(
    file: &SqliteConnectOptions,
    max_connections: u32,
    acquire_timeout: Duration,
    data: &Health,
) -> Result<Pool, StoreError> {
    let deadline = Instant::now() + acquire_timeout;
    loop {
        let pool = SqlitePoolOptions::new()
            .max_connections(max_connections)
            .acquire_timeout(acquire_timeout)
            .idle_timeout(None)
            .max_lifetime(None);
        let health = data.of_another_pool();
        match proven_sqlite(pool, &health)
            .connect_with(file.clone())
            .await
        {
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            opened => {
                let opened = opened.map(|pool| Pool::new(pool, health, Bounds::NONE));
                return opened.map_err(connect_error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use std::os::unix::fs::PermissionsExt;

    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    use tempfile::TempDir;

    use super::*;
    use crate::error::store_error;

    async fn sqlite() -> (TempDir, Connections) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("korotko.db");
        let pools = connect_file(&file, &SeaOptions::default()).await.unwrap();
        (folder, pools.requests)
    }

    async fn setting<T: sea_orm::TryGetable>(pool: &Pool, name: &str) -> T {
        let pragma = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}"));
        let row = pool
            .connection
            .query_one_raw(pragma)
            .await
            .unwrap()
            .unwrap();
        row.try_get("", name).unwrap()
    }

    #[tokio::test]
    async fn what_is_committed_to_a_file_outlasts_a_power_cut_and_references_hold() {
        let (_folder, connections) = sqlite().await;
        let writer = &connections.writer;
        assert_eq!(setting::<String>(writer, "journal_mode").await, "wal");
        let full = 2;
        assert_eq!(setting::<i32>(writer, "synchronous").await, full);
        assert_eq!(setting::<i32>(writer, "foreign_keys").await, 1);
    }

    #[tokio::test]
    async fn readers_read_the_file_where_it_is_in_memory() {
        let (_folder, connections) = sqlite().await;
        let gigabyte = 1 << 30;
        assert!(setting::<i64>(&connections.readers, "mmap_size").await > gigabyte);
        assert_eq!(setting::<i64>(&connections.snapshots, "mmap_size").await, 0);
    }

    #[tokio::test]
    async fn nobody_else_can_read_a_new_file() {
        let (folder, connections) = sqlite().await;
        let table = "CREATE TABLE t (id integer)";
        let writer = &connections.writer.connection;
        writer.execute_unprepared(table).await.unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let mode = file.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[tokio::test]
    async fn readers_of_a_file_cannot_write() {
        let (_folder, connections) = sqlite().await;
        let table = "CREATE TABLE t (id integer)";
        let Connections {
            readers, writer, ..
        } = connections;
        assert!(readers.connection.execute_unprepared(table).await.is_err());
        assert!(writer.connection.execute_unprepared(table).await.is_ok());
    }

    #[tokio::test]
    async fn a_full_disk_is_unavailable() {
        let (_folder, connections) = sqlite().await;
        let writer = &connections.writer.connection;
        writer
            .execute_unprepared("PRAGMA max_page_count = 9")
            .await
            .unwrap();
        let fill = "CREATE TABLE t AS SELECT zeroblob(1000000) AS bytes";
        let error = store_error(writer.execute_unprepared(fill).await.unwrap_err());
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
}
