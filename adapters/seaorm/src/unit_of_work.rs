use async_trait::async_trait;
use korotko_core::ports::{Repositories, StoreError, UnitOfWork, UnitRepositories};
use sea_orm::{
    AccessMode, ConnAcquireErr, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::time::timeout;

use crate::bounded::{Bounded, in_time};
use crate::pool::Pool;
use crate::session::Session;

/// Begins a transaction that may write; refused once the data were seen to be damaged.
///
/// On SQLite it takes the writer's place at once: a transaction that begins by reading and then comes to write fails there as
/// soon as anybody else wrote in between, however long it would wait.
pub(crate) async fn begin(writer: &Pool) -> Result<DatabaseTransaction, StoreError> {
    writer.health.refuse_damaged()?;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    begin_with(writer, options).await
}

/// Begins a transaction that sees nothing but what is committed now.
pub(crate) async fn begin_reading(readers: &Pool) -> Result<DatabaseTransaction, StoreError> {
    let options = match readers.connection.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
        // It never comes to write, so it waits for no writer and none waits for it.
        _ => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        },
    };
    let transaction = begin_with(readers, options).await?;
    // Both databases take what is committed when a table is read for the first time, and not before.
    let first = transaction.execute_unprepared(FIRST_READ);
    let backend = readers.connection.get_database_backend();
    let first = in_time(readers.bounds.begin, backend, first).await;
    first.map_err(|error| readers.health.judge(error))?;
    Ok(transaction)
}

const FIRST_READ: &str = "SELECT day FROM visitor_salts LIMIT 1";

/// The one place where transactions begin.
///
/// The pool lends no connection that has one open. If SQLite had one of which the driver knows nothing, this BEGIN would fail;
/// if the driver knew of one that SQLite has not, the pool would have closed the connection.
async fn begin_with(
    pool: &Pool,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, StoreError> {
    let (connection, bound) = (pool.connection.clone(), pool.bounds.begin);
    // In a task of its own, so that it comes to its end also when the caller goes away: the PostgreSQL driver rolls back
    // only what it knows to have begun, and would put the connection back with a transaction open.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where it is called"
    )]
    let begun = tokio::spawn(async move {
        let begun = timeout(bound, connection.begin_with_options(options)).await;
        let late = |_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        begun.map_err(late).flatten()
    });
    let begun = begun.await.map_err(StoreError::unavailable)?;
    begun.map_err(|error| pool.health.judge(error))
}

/// A transaction with all repositories.
pub(crate) struct SeaUnit(Session<Bounded<DatabaseTransaction>>);

impl SeaUnit {
    /// A unit of a transaction that `writer` began.
    pub(crate) fn new(transaction: DatabaseTransaction, writer: &Pool) -> Self {
        let transaction = Bounded::new(transaction, writer.bounds.transaction);
        Self(Session::writing(transaction, writer.health.clone()))
    }
}

#[async_trait]
impl UnitOfWork for SeaUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.0)
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories::new(&self.0)
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let backend = self.0.backend();
        let (transaction, health) = self.0.into_unspent()?;
        let (transaction, bound) = transaction.into_parts();
        let committed = in_time(bound, backend, transaction.commit()).await;
        committed.map_err(|error| health.judge(error))
    }
}
