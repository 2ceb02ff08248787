use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{Repositories, StoreError, UnitOfWork, UnitRepositories};
use sea_orm::DatabaseTransaction;

use crate::news::Sender;
use crate::pool::Pool;
use crate::session::Session;
use crate::timeouts::{TimedConnection, in_time};

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
