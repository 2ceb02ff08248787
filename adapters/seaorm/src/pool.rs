//! Pools whose connections are validated before they are used.
//!
//! The driver counts open transactions. SQLite however ends a transaction on its own when the disk is full or fails. The driver's
//! ROLLBACK then fails, the driver still counts one transaction, and the next unit of work becomes a savepoint. Once one of these
//! is rolled back, SQLite's transaction stays open, and no commit is ever durable.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::sqlite::SqlitePoolOptions;
use sea_orm::sqlx::{
    self, Connection, Executor, PgConnection, Postgres, Row, Sqlite, SqliteConnection,
};
use sea_orm::{DatabaseConnection, DbErr};
use tokio::time::timeout;

use crate::health::Health;
use crate::meter::Meter;
use crate::timeouts::Timeouts;

/// A pool, and the health of its connections.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) connection: DatabaseConnection,
    pub(crate) health: Health,
    pub(crate) timeouts: Timeouts,
    /// What is measured of it.
    pub(crate) meter: Arc<Meter>,
    /// Statements to run at the beginning of each transaction. If there are any, nothing may run outside of a transaction: see
    /// [`PostgresServer::pooled`](crate::server::PostgresServer).
    pub(crate) opening: Option<Arc<str>>,
}

impl Pool {
    pub(crate) fn new(
        name: &'static str,
        connection: impl Into<DatabaseConnection>,
        health: Health,
        timeouts: Timeouts,
    ) -> Self {
        Self {
            connection: connection.into(),
            health,
            timeouts,
            meter: Arc::new(Meter::new(name)),
            opening: None,
        }
    }

    /// The same pool, whose transactions begin with these statements.
    pub(crate) fn opening_with(self, opening: Option<String>) -> Self {
        Self {
            opening: opening.map(Arc::from),
            ..self
        }
    }

    /// The same pool for another class of statements.
    pub(crate) fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self {
            timeouts,
            ..self.clone()
        }
    }

    /// Closes every connection once it is idle, and refuses further calls.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        self.connection.close_by_ref().await
    }
}

/// What runs on the connections of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runs {
    /// Single statements that read, which leave no transaction open. They are too short to be followed by a validation, which waits
    /// for SQLite's thread as well.
    Reads,
    /// Transactions.
    Transactions,
}

/// Adds validation: a connection returns to the pool only if it has no open transaction, and was opened after the last failure
/// that made connections untrusted.
pub(crate) fn validated_sqlite(
    options: SqlitePoolOptions,
    runs: Runs,
    health: &Health,
) -> sqlx::pool::PoolOptions<Sqlite> {
    let (acquiring, releasing) = (health.clone(), health.clone());
    options
        // Validated when it was released, and unused since.
        .test_before_acquire(false)
        .before_acquire(move |_, connection| {
            let trusted = acquiring.trusts(connection.age);
            Box::pin(async move { Ok(trusted) })
        })
        .after_release(move |connection, used| {
            let trusted = releasing.trusts(used.age);
            let reads = runs == Runs::Reads && !connection.is_in_transaction();
            Box::pin(async move { Ok(trusted && (reads || is_idle_sqlite(connection).await)) })
        })
}

/// Whether neither the driver nor SQLite has an open transaction: SQLite refuses to begin one within another. Waits for the
/// rollback of a dropped unit.
async fn is_idle_sqlite(connection: &mut SqliteConnection) -> bool {
    let begun = connection.execute("BEGIN; COMMIT").await;
    let idle = begun.is_ok() && !connection.is_in_transaction();
    if !idle {
        tracing::warn!(
            event = "database_connection_discarded",
            "closing a database connection with an open transaction"
        );
    }
    idle
}

/// How long a server may take to validate an idle connection.
const VALIDATION_TIMEOUT: Duration = Duration::from_millis(500);

/// Adds validation: a connection is taken from the pool only if the server answers on it soon, and has no open transaction.
pub(crate) fn validated_postgres(options: PgPoolOptions) -> sqlx::pool::PoolOptions<Postgres> {
    options
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(in_time(is_idle_postgres(connection))))
        .after_release(|connection, _| Box::pin(in_time(finishes_rollback(connection))))
}

/// Limits a validation. The pool itself would wait forever for a server that no longer answers, and a connection whose statement
/// timed out is in the middle of a reply.
async fn in_time(
    validation: impl Future<Output = Result<bool, sqlx::Error>> + Send,
) -> Result<bool, sqlx::Error> {
    let late = |_| sqlx::Error::Io(io::ErrorKind::TimedOut.into());
    timeout(VALIDATION_TIMEOUT, validation)
        .await
        .map_err(late)
        .flatten()
}

/// Waits for a pending rollback.
async fn finishes_rollback(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Whether neither the driver nor the server has an open transaction. Outside of one, a statement begins its own; in an aborted
/// one, a statement is refused.
async fn is_idle_postgres(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let alone = sqlx::raw_sql("SELECT now() = statement_timestamp()");
    let alone = alone.fetch_one(&mut *connection).await?;
    Ok(alone.try_get(0)? && !connection.is_in_transaction())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use korotko_core::ports::StoreError;
    use korotko_testkit::TestDatabase;
    use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement};
    use tempfile::TempDir;

    use super::*;
    use crate::SeaOptions;
    use crate::connect::{connect, connect_file};
    use crate::connections::Connections;
    use crate::database_url::Server;
    use crate::transactions::{begin, begin_snapshot};

    /// A single row: SQLite undoes the whole transaction when there is no room for it.
    const FULL: &str = "INSERT INTO t VALUES (randomblob(100000))";
    const ONE: &str = "INSERT INTO t VALUES ('one')";

    fn options() -> SeaOptions {
        SeaOptions {
            max_connections: 1,
            ..SeaOptions::default()
        }
    }

    /// Creates a table `t`, and the one that every snapshot reads first.
    async fn with_tables(connections: Connections) -> Connections {
        let tables = "CREATE TABLE t (x text); CREATE TABLE visitor_salts (day integer)";
        let writer = &connections.writer.connection;
        writer.execute_unprepared(tables).await.unwrap();
        connections
    }

    async fn sqlite() -> (TempDir, Connections) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("korotko.db");
        let pools = connect_file(&file, &options()).await.unwrap();
        (folder, with_tables(pools.requests).await)
    }

    async fn postgres() -> (TestDatabase, Connections) {
        let database = TestDatabase::create();
        let pools = connect(&database.url(), &options()).await.unwrap();
        (database, with_tables(pools.requests).await)
    }

    async fn rows(connection: &impl ConnectionTrait) -> i64 {
        let count = "SELECT count(*) FROM t";
        let count = Statement::from_string(connection.get_database_backend(), count);
        let row = connection.query_one_raw(count).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn run(transaction: &DatabaseTransaction, sql: &str) -> Result<(), DbErr> {
        transaction.execute_unprepared(sql).await.map(drop)
    }

    /// Asserts that units roll back and commit, and that other connections see exactly the commits.
    async fn assert_sound(connections: &Connections) {
        let Connections {
            readers, writer, ..
        } = connections;
        for _ in 0..3 {
            let before = rows(&readers.connection).await;
            let dropped = begin(writer).await.unwrap();
            run(&dropped, ONE).await.unwrap();
            drop(dropped);
            let kept = begin(writer).await.unwrap();
            run(&kept, ONE).await.unwrap();
            kept.commit().await.unwrap();
            assert_eq!(rows(&readers.connection).await, before + 1);
        }
    }

    #[tokio::test]
    async fn a_full_disk_leaves_no_open_transaction() {
        let (_folder, connections) = sqlite().await;
        let writer = &connections.writer;
        for commits in [false, true] {
            let unit = begin(writer).await.unwrap();
            run(&unit, "PRAGMA max_page_count = 9").await.unwrap();
            let error = writer.health.classify(run(&unit, FULL).await.unwrap_err());
            assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
            if commits {
                // SQLite has rolled it back already.
                unit.commit().await.unwrap_err();
            } else {
                drop(unit);
            }
            assert_sound(&connections).await;
        }
    }

    async fn assert_survives(connections: &Connections, sql: &str) {
        let writer = &connections.writer;
        let unit = begin(writer).await.unwrap();
        run(&unit, sql).await.unwrap();
        drop(unit);
        assert_sound(connections).await;
        writer.connection.execute_unprepared(sql).await.ok();
        assert_sound(connections).await;
    }

    #[tokio::test]
    async fn a_transaction_that_the_driver_miscounts_is_not_reused() {
        let (_folder, sqlite) = sqlite().await;
        assert_survives(&sqlite, "ROLLBACK").await;
        assert_survives(&sqlite, "COMMIT; BEGIN").await;
        assert_survives(&sqlite, "SAVEPOINT s").await;
        let (_database, postgres) = postgres().await;
        assert_survives(&postgres, "ROLLBACK").await;
        assert_survives(&postgres, "COMMIT; BEGIN").await;
        let writer = &postgres.writer.connection;
        writer.execute_unprepared("BEGIN").await.unwrap();
        assert_sound(&postgres).await;
    }

    #[tokio::test]
    async fn a_snapshot_ended_by_the_database_does_not_affect_the_next() {
        let (_folder, sqlite) = sqlite().await;
        let (_database, postgres) = postgres().await;
        for connections in [sqlite, postgres] {
            for _ in 0..3 {
                let snapshot = begin_snapshot(&connections.snapshots).await.unwrap();
                run(&snapshot, "ROLLBACK").await.unwrap();
                drop(snapshot);
                assert_sound(&connections).await;
                let snapshot = begin_snapshot(&connections.snapshots).await.unwrap();
                let committed = rows(&connections.readers.connection);
                // On PostgreSQL there is one connection for both.
                if matches!(connections.server, Server::Sqlite(_)) {
                    assert_eq!(rows(&snapshot).await, committed.await);
                }
            }
        }
    }

    #[tokio::test]
    async fn a_reader_whose_disk_failed_is_replaced() {
        let (_folder, connections) = sqlite().await;
        let Pool {
            connection, health, ..
        } = &connections.readers;
        let setting =
            Statement::from_string(connection.get_database_backend(), "PRAGMA cache_size");
        let size = async || {
            let row = connection.query_one_raw(setting.clone()).await;
            row.unwrap().unwrap().try_get_by_index::<i32>(0).unwrap()
        };
        connection
            .execute_unprepared("PRAGMA cache_size = 77")
            .await
            .unwrap();
        assert_eq!(size().await, 77);
        health.classify(DbErr::Query(sea_orm::RuntimeErr::SqlxError(
            sqlx::Error::WorkerCrashed.into(),
        )));
        assert_ne!(size().await, 77);
    }
}
