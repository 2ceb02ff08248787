//! Copies of a SQLite file.

use std::fs;
use std::path::Path;
use std::time::Duration;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sea_orm::sqlx::{self, ConnectOptions, Connection};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use tokio::time::sleep;

use crate::SeaStore;
use crate::connect::open_sqlite;
use crate::database_url::Server;
use crate::error::{connect_error, is_busy, store_error};
use crate::pool::{Pool, Runs};

/// How long a copy waits for a process that opens or closes the file.
const WAIT: Duration = Duration::from_secs(5);

/// How often it is checked whether the copy has begun. Nobody waits for it longer than that.
const PERIOD: Duration = Duration::from_millis(1);

/// In kB. Small, so that the first pages are written soon, which shows that the copy has begun; pages are copied in order anyway.
const CACHE: &str = "-2000";

impl SeaStore {
    /// Copies a SQLite database into the file at `path`, which is missing or empty, as it is at one moment. Calls `fixed` as soon as
    /// that moment has passed, usually within milliseconds: what is committed later is not in the copy.
    ///
    /// Nobody waits for the copy, whatever its size: it is one long read (`VACUUM INTO`). SQLite's online backup would have to begin
    /// again whenever another process writes. While it reads, the write-ahead log grows by what is written.
    pub async fn copy_file<T>(
        &self,
        path: &Path,
        fixed: impl FnOnce() -> T,
    ) -> Result<T, StoreError> {
        let Server::Sqlite(file) = &self.connections.server else {
            return Err(StoreError::internal("the database is not a file"));
        };
        let file = file.clone().pragma("cache_size", CACHE);
        let health = &self.connections.writer.health;
        let pool = open_sqlite("backup", &file, Runs::Reads, 1, WAIT, health).await?;
        let copied = copy(&pool, path, fixed).await;
        let closed = pool.close().await.map_err(store_error);
        let copied = copied?;
        closed?;
        Ok(copied)
    }
}

/// Reads the whole SQLite file at `path`, which nobody uses; an error if anything in it is damaged.
pub async fn verify_file(path: &Path) -> Result<(), StoreError> {
    let file = SqliteConnectOptions::new()
        .filename(path)
        // Without files beside it.
        .immutable(true)
        .read_only(true);
    let mut connection = file.connect().await.map_err(connect_error)?;
    let check = sqlx::query_scalar("PRAGMA integrity_check(1)");
    let found: Result<String, _> = check.fetch_one(&mut connection).await;
    let closed = connection.close().await;
    match found.map_err(connect_error)? {
        found if found == "ok" => closed.map_err(connect_error),
        damage => Err(StoreError::damaged(damage)),
    }
}

async fn copy<T>(pool: &Pool, path: &Path, fixed: impl FnOnce() -> T) -> Result<T, StoreError> {
    let Some(to) = path.to_str() else {
        return Err(StoreError::internal("the path of the copy is not UTF-8"));
    };
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO $1", [to.into()]);
    let mut copying = pool.connection.execute_raw(copy);
    let copied: Result<T, DbErr> = tokio::select! {
        biased;
        copied = &mut copying => copied.map(|_| fixed()),
        // It begins to read before it writes.
        () = is_written(path) => {
            let value = fixed();
            copying.await.map(|_| value)
        }
    };
    copied.map_err(|error| pool.health.classify(error))
}

/// Waits until a file has content.
async fn is_written(path: &Path) {
    while fs::metadata(path).map_or(0, |file| file.len()) == 0 {
        sleep(PERIOD).await;
    }
}

/// Whether another process has opened the SQLite file at `path`, which must exist. If not, its write-ahead log is written back.
pub async fn is_file_in_use(path: &Path) -> Result<bool, StoreError> {
    // Nobody leaves WAL mode while another process has the file open.
    let file = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(Duration::ZERO)
        .journal_mode(SqliteJournalMode::Delete);
    match file.connect().await {
        Err(error) if is_busy(&error) => Ok(true),
        // Whoever has opened a damaged file cannot be found out; it is to be replaced.
        Err(_) => Ok(false),
        Ok(connection) => {
            let closed = connection.close().await;
            closed.map(|()| false).map_err(connect_error)
        }
    }
}
