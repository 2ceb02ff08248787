use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{Repositories, StoreError, UnitOfWork, UnitRepositories};
use sea_orm::{
    AccessMode, ConnAcquireErr, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::time::timeout;

use crate::news::Sender;
use crate::pool::Pool;
use crate::session::Session;
use crate::timeouts::{TimedConnection, in_time};

/// Begins a transaction that may write; an error if the data are known to be damaged.
///
/// On SQLite it locks the file for writing at once: a transaction that reads first and then writes would fail if another one
/// wrote in between, however long it waits.
pub(crate) async fn begin(writer: &Pool) -> Result<DatabaseTransaction, StoreError> {
    writer.health.refuse_damaged()?;
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    begin_with(writer, options).await
}

/// Begins a transaction that sees exactly what is committed now.
pub(crate) async fn begin_reading(readers: &Pool) -> Result<DatabaseTransaction, StoreError> {
    let options = match readers.connection.get_database_backend() {
        DbBackend::Postgres => TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        },
        // It never writes, so it neither waits for the writer nor makes it wait.
        _ => TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        },
    };
    let transaction = begin_with(readers, options).await?;
    // Both databases take the snapshot when a table is read for the first time.
    let first = transaction.execute_unprepared(FIRST_READ);
    let backend = readers.connection.get_database_backend();
    let first = in_time(readers.timeouts.begin, backend, first).await;
    first.map_err(|error| readers.health.classify(error))?;
    Ok(transaction)
}

const FIRST_READ: &str = "SELECT day FROM visitor_salts LIMIT 1";

/// The only function that begins transactions.
///
/// The pool lends no connection with an open transaction. If SQLite had one that the driver does not know, this BEGIN would fail;
/// if the driver counted one that SQLite does not have, the pool would have closed the connection.
async fn begin_with(
    pool: &Pool,
    options: TransactionOptions,
) -> Result<DatabaseTransaction, StoreError> {
    let (connection, limit) = (pool.connection.clone(), pool.timeouts.begin);
    // In a separate task, so that it completes even if the caller is cancelled: the PostgreSQL driver rolls back only a
    // transaction that it knows, and would return the connection with an open transaction.
    #[allow(clippy::disallowed_methods, reason = "the only function that calls it")]
    let begun = tokio::spawn(async move {
        let begun = timeout(limit, connection.begin_with_options(options)).await;
        let late = |_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        begun.map_err(late).flatten()
    });
    let begun = begun.await.map_err(StoreError::unavailable)?;
    begun.map_err(|error| pool.health.classify(error))
}

/// A transaction with all repositories.
pub(crate) struct SeaUnit {
    session: Session<TimedConnection<DatabaseTransaction>>,
    sender: Arc<Sender>,
}

impl SeaUnit {
    /// A unit of work over a transaction of `writer`.
    pub(crate) fn new(
        transaction: DatabaseTransaction,
        writer: &Pool,
        sender: Arc<Sender>,
    ) -> Self {
        let transaction = TimedConnection::new(transaction, writer.timeouts.transaction);
        let session = Session::writing(transaction, writer.health.clone());
        Self { session, sender }
    }
}

#[async_trait]
impl UnitOfWork for SeaUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.session)
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories::new(&self.session)
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { session, sender } = *self;
        let backend = session.backend();
        let changes = std::mem::take(&mut *session.announced());
        let (transaction, health) = session.into_committable()?;
        let announced = sender.announce(&transaction, &changes).await;
        // Held until the commit is over.
        let _turn = announced.map_err(|error| health.classify(error))?;
        let (transaction, limit) = transaction.into_parts();
        let committed = in_time(limit, backend, transaction.commit()).await;
        committed.map_err(|error| health.classify(error))
    }
}
