use korotko_core::ports::{Repositories, Snapshot};
use sea_orm::DatabaseTransaction;

use crate::pool::Pool;
use crate::session::Session;
use crate::timeouts::TimedConnection;

/// A read-only transaction with all repositories.
pub(crate) struct SeaSnapshot(Session<TimedConnection<DatabaseTransaction>>);

impl SeaSnapshot {
    /// A snapshot over a transaction of `pool`.
    pub(crate) fn new(transaction: DatabaseTransaction, pool: &Pool) -> Self {
        let transaction = TimedConnection::new(transaction, pool.timeouts.transaction);
        Self(Session::reading(transaction, pool.health.clone()))
    }
}

impl Snapshot for SeaSnapshot {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.0)
    }
}
