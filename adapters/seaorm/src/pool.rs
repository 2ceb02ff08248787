//! Connections that are only used once they are proven to be in order.
//!
//! The driver counts transactions by itself. SQLite however ends a transaction on its own when the disk is full or fails: then
//! the driver's own ROLLBACK fails, it goes on to count one transaction, and what should be the next unit of work becomes a
//! savepoint. As soon as one of these is rolled back, SQLite's transaction stays open, and no commit ever lasts.

use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::sqlite::SqlitePoolOptions;
use sea_orm::sqlx::{
    self, Connection, Executor, PgConnection, Postgres, Row, Sqlite, SqliteConnection,
};
use sea_orm::{DatabaseConnection, DbErr};

use crate::health::Health;

/// A pool, and what is known of its connections.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    pub(crate) connection: DatabaseConnection,
    pub(crate) health: Health,
}

impl Pool {
    pub(crate) fn new(connection: impl Into<DatabaseConnection>, health: Health) -> Self {
        Self {
            connection: connection.into(),
            health,
        }
    }

    /// Closes every connection once it is free, and refuses calls from now on.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        self.connection.close_by_ref().await
    }
}

/// The same, but a connection only comes back to the pool when it is idle, and was opened after the last failure that condemned
/// those from before.
pub(crate) fn proven_sqlite(
    options: SqlitePoolOptions,
    health: &Health,
) -> sqlx::pool::PoolOptions<Sqlite> {
    let (taking, coming_back) = (health.clone(), health.clone());
    options
        // Proven when it came back, and nothing happens to it meanwhile.
        .test_before_acquire(false)
        .before_acquire(move |_, connection| {
            let trusted = taking.trusts(connection.age);
            Box::pin(async move { Ok(trusted) })
        })
        .after_release(move |connection, used| {
            let trusted = coming_back.trusts(used.age);
            Box::pin(async move { Ok(trusted && is_idle_sqlite(connection).await) })
        })
}

/// Whether neither the driver nor SQLite has a transaction open: SQLite refuses to begin one within another. It waits in line
/// behind the rollback of a unit that was dropped.
async fn is_idle_sqlite(connection: &mut SqliteConnection) -> bool {
    let begun = connection.execute("BEGIN; COMMIT").await;
    let idle = begun.is_ok() && !connection.is_in_transaction();
    if !idle {
        tracing::warn!("a connection to the database was not in order, and is closed");
    }
    idle
}

/// The same, but a connection is only taken from the pool when the server answers on it, and has no transaction open.
pub(crate) fn proven_postgres(options: PgPoolOptions) -> sqlx::pool::PoolOptions<Postgres> {
    options
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(is_idle_postgres(connection)))
        // The pool itself waits for the rollback that may be on its way.
        .after_release(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
}

/// Whether neither the driver nor the server has a transaction open. Outside of one, a statement begins its own; in one that
/// failed, it is refused.
async fn is_idle_postgres(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let alone = sqlx::raw_sql("SELECT now() = statement_timestamp()");
    let alone = alone.fetch_one(&mut *connection).await?;
    Ok(alone.try_get(0)? && !connection.is_in_transaction())
}
