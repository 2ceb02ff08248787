use async_trait::async_trait;
use korotko_core::ports::{
    CollectionRepository, JobRepository, LinkBatchRepository, LinkRepository, MembershipRepository,
    StoreError, TombstoneRepository, UnitOfWork, UserRepository,
};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::error::store_error;
use crate::session::Session;

/// Begins a transaction that may write: the one place where any begins.
///
/// On SQLite it takes the writer's place at once: a transaction that begins by reading and then comes to write fails there as
/// soon as anybody else wrote in between, however long it would wait.
pub(crate) async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    let writer = writer.clone();
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    // In a task of its own, so that it comes to its end also when the caller goes away: the PostgreSQL driver rolls back
    // only what it knows to have begun, and would put the connection back with a transaction open.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where it is called"
    )]
    let begun = tokio::spawn(async move { writer.begin_with_options(options).await });
    let begun = begun.await.map_err(StoreError::unavailable)?;
    begun.map_err(store_error)
}

/// A transaction with all repositories.
pub(crate) struct SeaUnit(Session<DatabaseTransaction>);

impl SeaUnit {
    pub(crate) fn new(transaction: DatabaseTransaction) -> Self {
        Self(Session::writing(transaction))
    }
}

#[async_trait]
impl UnitOfWork for SeaUnit {
    fn users(&self) -> &dyn UserRepository {
        &self.0
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.0
    }

    fn link_batches(&self) -> &dyn LinkBatchRepository {
        &self.0
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.0
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.0
    }

    fn tombstones(&self) -> &dyn TombstoneRepository {
        &self.0
    }

    fn jobs(&self) -> &dyn JobRepository {
        &self.0
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let transaction = self.0.into_unspent()?;
        transaction.commit().await.map_err(store_error)
    }
}
