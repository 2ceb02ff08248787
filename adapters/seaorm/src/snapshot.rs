use korotko_core::ports::{
    ClickStatistics, CollectionRepository, LinkRepository, MembershipRepository, Snapshot,
    UserRepository,
};
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
    fn users(&self) -> &dyn UserRepository {
        &self.0
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.0
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.0
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.0
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &self.0
    }
}
