use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use korotko_core::ports::{Repositories, Snapshot, Store, StoreError, UnitOfWork};
use sea_orm::{ConnectionTrait, DbBackend};
use tokio::time::timeout;

use crate::connect::{self, ConnectError, Connections, Pools, SeaOptions};
use crate::error::{no_answer, store_error};
use crate::look_ups::LookUps;
use crate::news::Sender;
use crate::pool_status::PoolStatus;
use crate::reads::Reads;
use crate::session::Session;
use crate::snapshot::SeaSnapshot;
use crate::timeouts::TimedConnection;
use crate::transactions;
use crate::unit_of_work::SeaUnit;

/// A store in a SQLite file or on a PostgreSQL server.
pub struct SeaStore {
    pub(crate) committed: Session<TimedConnection<Reads>>,
    pub(crate) look_ups: Arc<LookUps>,
    pub(crate) connections: Connections,
    work: Connections,
    pub(crate) schema_seen: AtomicBool,
    pub(crate) sender: Arc<Sender>,
}

impl SeaStore {
    /// Opens the database at `url`: `sqlite:<path>`, whose file is created if it is missing (its folder is not), or
    /// `postgres://<user>:<password>@<host>/<database>?sslmode=…`. The schema may be missing or outdated: see
    /// [`migrate_up`](Self::migrate_up).
    pub async fn connect(url: &str, options: &SeaOptions) -> Result<Self, ConnectError> {
        Ok(connect::connect(url, options).await?.into())
    }

    /// Opens the SQLite database in the file at `path`, which is created if it is missing (its folder is not).
    pub async fn connect_file(
        path: impl AsRef<Path>,
        options: &SeaOptions,
    ) -> Result<Self, ConnectError> {
        Ok(connect::connect_file(path.as_ref(), options).await?.into())
    }

    /// The same database for deferred work, imports and exports, whose statements may take longer, and use separate connections
    /// on PostgreSQL: see [`SeaOptions`].
    #[must_use]
    pub fn for_work(&self) -> Self {
        Self {
            sender: self.sender.clone(),
            ..Self::on(self.work.clone(), self.work.clone())
        }
    }

    /// Closes every connection once it is idle, and refuses further calls. Without this, connections close some time after the
    /// store is dropped.
    pub async fn close(&self) -> Result<(), StoreError> {
        let mut closed = Ok(());
        for connections in [&self.connections, &self.work] {
            let readers = connections.readers.close().await;
            let look_ups = connections.look_ups.close().await;
            let snapshots = connections.snapshots.close().await;
            let writer = connections.writer.close().await;
            closed = closed.and(readers).and(look_ups).and(snapshots).and(writer);
        }
        closed.map_err(store_error)
    }

    /// The pools of connections: of this store, and of the one [for work](Self::for_work).
    #[must_use]
    pub fn pools(&self) -> Vec<PoolStatus> {
        let mut pools: Vec<PoolStatus> = Vec::new();
        for connections in [&self.connections, &self.work] {
            for pool in connections.pools() {
                // A pool may have several uses.
                if pools.iter().all(|known| known.name != pool.meter.name) {
                    pools.push(PoolStatus::of(pool));
                }
            }
        }
        pools
    }

    fn on(connections: Connections, work: Connections) -> Self {
        Self {
            committed: Session::of_pool(connections.readers.clone()),
            look_ups: LookUps::of(connections.look_ups.clone(), connections.readers.clone()),
            connections,
            work,
            schema_seen: AtomicBool::new(false),
            sender: Arc::new(Sender::new()),
        }
    }
}

impl From<Pools> for SeaStore {
    fn from(pools: Pools) -> Self {
        Self::on(pools.requests, pools.work)
    }
}

impl fmt::Debug for SeaStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let backend = self.committed.backend();
        f.debug_struct("SeaStore")
            .field("backend", &backend)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for SeaStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let writer = &self.connections.writer;
        let transaction = transactions::begin(writer).await?;
        Ok(Box::new(SeaUnit::new(
            transaction,
            writer,
            self.sender.clone(),
        )))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let snapshots = &self.connections.snapshots;
        let transaction = transactions::begin_snapshot(snapshots).await?;
        Ok(Box::new(SeaSnapshot::new(transaction, snapshots)))
    }

    fn has_single_writer(&self) -> bool {
        self.committed.backend() == DbBackend::Sqlite
    }

    async fn check(&self) -> Result<(), StoreError> {
        let readers = &self.connections.readers;
        readers.health.refuse_damaged()?;
        // The schema is compared once: this is cheaper, and nodes of this version stay ready after a newer version has migrated
        // the database during a rollout.
        if self.schema_seen.load(Ordering::Relaxed) {
            let answer = self.committed.reader().execute_unprepared("SELECT 1").await;
            return answer.map(drop).map_err(|error| self.committed.fail(error));
        }
        let seen = timeout(readers.timeouts.read, self.check_schema()).await;
        seen.map_err(|_| store_error(no_answer())).flatten()?;
        self.schema_seen.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.committed)
    }
}
