use korotko_core::ports::{
    ClickStatistics, CollectionRepository, LinkRepository, MembershipRepository, Snapshot,
    UserRepository,
};
use sea_orm::DatabaseTransaction;

use crate::health::Health;
use crate::session::Session;

/// A transaction that reads, with all that it reads.
pub(crate) struct SeaSnapshot(Session<DatabaseTransaction>);

impl SeaSnapshot {
    pub(crate) fn new(transaction: DatabaseTransaction, health: Health) -> Self {
        Self(Session::reading(transaction, health))
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
