//! Opening a database. The pools are not built by SeaORM, which would log the URL with its password.

use std::fs::OpenOptions;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::time::Instant;

pub(crate) use crate::connect_error::ConnectError;
pub(crate) use crate::connections::{Connections, Pools};
use crate::database_url::{DatabaseUrl, Server};
use crate::error::{connect_error, is_busy};
use crate::health::Health;
pub(crate) use crate::options::SeaOptions;
use crate::pool::{Pool, Runs, validated_sqlite};
use crate::postgres;
use crate::timeouts::Timeouts;

/// Opens the database at `url`.
pub(crate) async fn connect(url: &str, options: &SeaOptions) -> Result<Pools, ConnectError> {
    let url = DatabaseUrl::parse(url)?;
    if !url.ignored.is_empty() {
        let names = url.ignored.join(", ");
        tracing::warn!(
            event = "unknown_database_parameters",
            names,
            "ignoring unknown parameters of the database URL"
        );
    }
    match url.server {
        Server::Sqlite(file) => connect_sqlite(file, options).await,
        Server::Postgres(server) => postgres::connect(server, options).await,
    }
}

/// How many rows a query buffers.
const ROW_BUFFER: usize = 1_000;

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
        // Rows are read on another thread, which waits while the buffer is full.
        .row_buffer_size(ROW_BUFFER)
        // The file exists by now. If it is removed later, an empty one must not replace it.
        .create_if_missing(false);
    let writes = file
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        // In WAL, NORMAL may lose the last commits in a power failure.
        .synchronous(SqliteSynchronous::Full)
        // In kB: a thousand links touch pages all over the indexes, which would otherwise be evicted and read again.
        .pragma("cache_size", "-32768");
    let health = Health::default();
    // Both classes wait for the writer; long statements wait longer.
    let longest = options.long_wait.max(options.acquire_timeout);
    let writer = open_sqlite("writer", &writes, Runs::Transactions, 1, longest, &health).await?;
    let reads = file.pragma("query_only", "on");
    // A snapshot reads much, but once: mapped pages would only add to the memory of this process.
    let (max, wait) = (options.max_connections, options.acquire_timeout);
    let snapshots =
        open_sqlite("snapshots", &reads, Runs::Transactions, max, wait, &health).await?;
    // In bytes, the maximum of SQLite: pages that the kernel has cached are read in place, instead of being copied into the
    // small cache of each connection, which is discarded at every commit.
    let reads = reads.pragma("mmap_size", "2147418112");
    let readers = open_sqlite("readers", &reads, Runs::Reads, max, wait, &health).await?;
    let look_ups = open_sqlite("look-ups", &reads, Runs::Reads, 1, wait, &health).await?;
    let opened = Connections {
        readers,
        look_ups,
        snapshots,
        writer,
        server: Server::Sqlite(writes),
    };
    let timeouts = sqlite_timeouts(options.acquire_timeout, options.statement_timeout);
    let long_timeouts = sqlite_timeouts(options.long_wait, options.long_statement_timeout);
    Ok(Pools {
        requests: opened.with_timeouts(timeouts),
        work: opened.with_timeouts(long_timeouts),
    })
}

/// Only reads outside transactions are limited: statements on a local file end by themselves.
fn sqlite_timeouts(begin: Duration, read: Duration) -> Timeouts {
    Timeouts {
        begin,
        read,
        ..Timeouts::NONE
    }
}

/// Creates the file readable by its owner only, since it holds addresses and hashes. SQLite gives its other files the same mode.
fn make_private(file: &Path) -> io::Result<()> {
    let created = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file);
    match created {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

/// Opens a pool of this name without timeouts on data with this health. Switching to WAL needs exclusive access and does not wait for it, so
/// opening a new file is retried while another process opens it.
pub(crate) async fn open_sqlite(
    name: &'static str,
    file: &SqliteConnectOptions,
    runs: Runs,
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
        let health = data.for_another_pool();
        match validated_sqlite(pool, runs, &health)
            .connect_with(file.clone())
            .await
        {
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            opened => {
                let opened = opened.map(|pool| Pool::new(name, pool, health, Timeouts::NONE));
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
    async fn commits_to_a_file_are_durable_and_references_are_enforced() {
        let (_folder, connections) = sqlite().await;
        let writer = &connections.writer;
        assert_eq!(setting::<String>(writer, "journal_mode").await, "wal");
        let full = 2;
        assert_eq!(setting::<i32>(writer, "synchronous").await, full);
        assert_eq!(setting::<i32>(writer, "foreign_keys").await, 1);
    }

    #[tokio::test]
    async fn readers_map_the_file_into_memory() {
        let (_folder, connections) = sqlite().await;
        let gigabyte = 1 << 30;
        assert!(setting::<i64>(&connections.readers, "mmap_size").await > gigabyte);
        assert_eq!(setting::<i64>(&connections.snapshots, "mmap_size").await, 0);
    }

    #[tokio::test]
    async fn only_the_user_can_read_a_new_file() {
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
