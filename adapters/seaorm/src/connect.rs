//! Opening a database. The pools are built here, and not by SeaORM, which writes the URL with its password to the log.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::time::Instant;

use crate::database_url::{DatabaseUrl, Server};
use crate::error::{driver_error, is_busy};
use crate::greeting::greet;
use crate::health::Health;
use crate::pool::{Pool, proven_postgres, proven_sqlite};

/// How a store uses its database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeaOptions {
    /// The most connections: of the whole pool on PostgreSQL, of the readers on SQLite, where one more writes.
    pub max_connections: u32,
    /// How long a call waits for a connection before it answers that the store is unavailable. On SQLite units of work wait
    /// here for each other.
    pub acquire_timeout: Duration,
    /// How long a statement waits for a lock: that of another process on a SQLite file, that of another unit of work on
    /// PostgreSQL.
    pub lock_timeout: Duration,
    /// How long a statement may run on PostgreSQL.
    pub statement_timeout: Duration,
    /// How long a unit of work may rest between two statements on PostgreSQL before its connection is closed, so that a node
    /// that hangs holds no locks for ever.
    pub idle_timeout: Duration,
}

impl Default for SeaOptions {
    fn default() -> Self {
        Self {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(30),
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

/// The connections to one database.
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

/// Opens the database at `url`.
pub(crate) async fn connect(url: &str, options: &SeaOptions) -> Result<Connections, ConnectError> {
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
        Server::Postgres(server) => connect_postgres(server, options).await,
    }
}

/// Opens the SQLite database in the file at `path`.
pub(crate) async fn connect_file(
    path: &Path,
    options: &SeaOptions,
) -> Result<Connections, ConnectError> {
    connect_sqlite(SqliteConnectOptions::new().filename(path), options).await
}

async fn connect_postgres(
    server: PgConnectOptions,
    options: &SeaOptions,
) -> Result<Connections, ConnectError> {
    greet(&server).await?;
    let pool = PgPoolOptions::new()
        .max_connections(options.max_connections)
        .acquire_timeout(options.acquire_timeout);
    // So that a call after the server's restart finds the dead connections before it uses one.
    let pool = proven_postgres(pool)
        .connect_with(with_settings(server, options))
        .await
        .map_err(driver_error)?;
    let pool = Pool::new(pool, Health::default());
    Ok(Connections {
        readers: pool.clone(),
        snapshots: pool.clone(),
        writer: pool,
        sqlite: None,
    })
}

/// Adds the settings that the URL does not give itself.
fn with_settings(mut server: PgConnectOptions, options: &SeaOptions) -> PgConnectOptions {
    if server.get_application_name().is_none() {
        server = server.application_name("korotko");
    }
    let given = server.get_options().unwrap_or_default().to_owned();
    let settings = [
        ("statement_timeout", options.statement_timeout),
        ("lock_timeout", options.lock_timeout),
        ("idle_in_transaction_session_timeout", options.idle_timeout),
    ];
    let missing = settings
        .into_iter()
        .filter(|(name, _)| !given.contains(name));
    server.options(missing.map(|(name, timeout)| (name, timeout.as_millis())))
}

async fn connect_sqlite(
    file: SqliteConnectOptions,
    options: &SeaOptions,
) -> Result<Connections, ConnectError> {
    let path = file.get_filename().to_owned();
    let opened = open_all(file, options).await;
    opened.map_err(|source| ConnectError::File { path, source })
}

async fn open_all(
    file: SqliteConnectOptions,
    options: &SeaOptions,
) -> Result<Connections, StoreError> {
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
    let writer = open_sqlite(&writes, 1, options.acquire_timeout, &health).await?;
    let reads = file.pragma("query_only", "on");
    // A snapshot reads much and once: what it mapped would count as this process's memory, for nothing.
    let (most, wait) = (options.max_connections, options.acquire_timeout);
    let snapshots = open_sqlite(&reads, most, wait, &health).await?;
    // In bytes, the most that SQLite takes: what the kernel has in memory of the file is read where it is, instead of being
    // copied page by page into the small cache of each connection, which forgets it with every commit.
    let reads = reads.pragma("mmap_size", "2147418112");
    let readers = open_sqlite(&reads, most, wait, &health).await?;
    Ok(Connections {
        readers,
        snapshots,
        writer,
        sqlite: Some(writes),
    })
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

/// Opens a pool on data whose health is known. Going over to WAL needs the file alone and does not wait for it, so whoever opens a new file at the same time
/// as somebody else has to try again.
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
                let opened = opened.map(|pool| Pool::new(pool, health));
                return opened.map_err(driver_error);
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
        let connections = connect_file(&file, &SeaOptions::default()).await.unwrap();
        (folder, connections)
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

    #[test]
    fn settings_in_the_url_come_before_ours() {
        let url =
            "postgres://a@127.0.0.1/b?options=-c%20statement_timeout%3D7&application_name=mine";
        let server = with_settings(url.parse().unwrap(), &SeaOptions::default());
        let settings = server.get_options().unwrap();
        assert_eq!(settings.matches("statement_timeout").count(), 1);
        assert!(settings.contains("lock_timeout=5000"), "{settings}");
        assert_eq!(server.get_application_name(), Some("mine"));
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
