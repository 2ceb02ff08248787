use korotko_core::ports::{Repositories, Snapshot};
use sea_orm::DatabaseTransaction;

use crate::bounded::Bounded;
use crate::pool::Pool;
use crate::session::Session;

/// A transaction that reads, with all that it reads.
pub(crate) struct SeaSnapshot(Session<Bounded<DatabaseTransaction>>);

impl SeaSnapshot {
    /// A snapshot of a transaction that `pool` began.
    pub(crate) fn new(transaction: DatabaseTransaction, pool: &Pool) -> Self {
        let transaction = Bounded::new(transaction, pool.bounds.transaction);
        Self(Session::reading(transaction, pool.health.clone()))
    }
}

impl Snapshot for SeaSnapshot {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.0)
    }
}
