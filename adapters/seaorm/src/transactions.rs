//! Beginning transactions.

use korotko_core::ports::StoreError;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::task::JoinError;
use tokio::time::timeout;

use crate::pool::Pool;

/// Begins a transaction that may write; an error if the data are known to be damaged.
///
/// On SQLite it locks the file for writing at once: a transaction that reads first and then writes would fail if another one
/// wrote in between, however long it waits.
pub(crate) async fn begin(writer: &Pool) -> Result<DatabaseTransaction, StoreError> {
    writer.health.refuse_damaged()?;
    let begun = begin_with(writer, SqliteTransactionMode::Immediate, "").await;
    begun.map_err(|error| writer.health.classify(error))
}

/// Begins a transaction that sees exactly what is committed now.
pub(crate) async fn begin_snapshot(readers: &Pool) -> Result<DatabaseTransaction, StoreError> {
    let first = match readers.connection.get_database_backend() {
        DbBackend::Postgres => [ISOLATED, FIRST_READ].concat(),
        _ => FIRST_READ.to_owned(),
    };
    // On SQLite it never writes, so it neither waits for the writer nor makes it wait.
    let begun = begin_with(readers, SqliteTransactionMode::Deferred, &first).await;
    begun.map_err(|error| readers.health.classify(error))
}

const ISOLATED: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; ";

/// Both databases take the snapshot when a table is read for the first time.
const FIRST_READ: &str = "SELECT day FROM visitor_salts LIMIT 1;";

/// Begins a transaction in which each statement reads what is committed then.
pub(crate) async fn begin_reading(readers: &Pool) -> Result<DatabaseTransaction, DbErr> {
    begin_with(readers, SqliteTransactionMode::Deferred, "").await
}

/// The only function that begins transactions. It runs the statements `first`, which have no parameters, within the transaction.
///
/// The pool lends no connection with an open transaction. If SQLite had one that the driver does not know, this BEGIN would fail;
/// if the driver counted one that SQLite does not have, the pool would have closed the connection.
async fn begin_with(
    pool: &Pool,
    mode: SqliteTransactionMode,
    first: &str,
) -> Result<DatabaseTransaction, DbErr> {
    let _call = pool.meter.begins.call();
    let (connection, limit) = (pool.connection.clone(), pool.timeouts.begin);
    let first = [first, pool.opening.as_deref().unwrap_or_default()].concat();
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(mode),
        ..TransactionOptions::default()
    };
    // In a separate task, so that it completes even if the caller is cancelled: the PostgreSQL driver rolls back only a
    // transaction that it knows, and would return the connection with an open transaction.
    #[allow(clippy::disallowed_methods, reason = "the only function that calls it")]
    let begun = tokio::spawn(async move {
        let begun = async {
            let transaction = connection.begin_with_options(options).await?;
            if !first.is_empty() {
                transaction.execute_unprepared(&first).await?;
            }
            Ok(transaction)
        };
        let late = |_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout);
        timeout(limit, begun).await.map_err(late).flatten()
    });
    let lost = |error: JoinError| DbErr::Conn(RuntimeErr::Internal(error.to_string()));
    begun.await.map_err(lost).flatten()
}
