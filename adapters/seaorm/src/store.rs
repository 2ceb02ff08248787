use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use korotko_core::ports::{
    ClickLogRepository, ClickStatistics, CollectionRepository, JobRepository, LinkRepository,
    MembershipRepository, ReportRepository, ScheduleRepository, Snapshot, Store, StoreError,
    UnitOfWork, UserRepository,
};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::connect::{self, ConnectError, Connections, SeaOptions};
use crate::error::store_error;
use crate::pool::Pool;
use crate::session::Session;
use crate::snapshot::SeaSnapshot;
use crate::unit_of_work::{self, SeaUnit};

/// A store in a SQLite file or on a PostgreSQL server.
pub struct SeaStore {
    pub(crate) committed: Session<DatabaseConnection>,
    pub(crate) readers: Pool,
    snapshots: Pool,
    pub(crate) writer: Pool,
    pub(crate) sqlite: Option<SqliteConnectOptions>,
    pub(crate) schema_seen: AtomicBool,
}

impl SeaStore {
    /// Opens the database at `url`: `sqlite:<path>`, whose file is made when it is missing (its folder is not), or
    /// `postgres://<user>:<password>@<host>/<database>?sslmode=…`. Its schema may still be missing or old: see
    /// [`migrate_up`](Self::migrate_up).
    pub async fn connect(url: &str, options: &SeaOptions) -> Result<Self, ConnectError> {
        Ok(connect::connect(url, options).await?.into())
    }

    /// Opens the SQLite database in the file at `path`, which is made when it is missing (its folder is not).
    pub async fn connect_file(
        path: impl AsRef<Path>,
        options: &SeaOptions,
    ) -> Result<Self, ConnectError> {
        Ok(connect::connect_file(path.as_ref(), options).await?.into())
    }

    /// Closes every connection once it is free, and refuses calls from now on. Without it they close when the store is
    /// dropped, some time later.
    pub async fn close(&self) -> Result<(), StoreError> {
        let readers = self.readers.close().await;
        let snapshots = self.snapshots.close().await;
        let writer = self.writer.close().await;
        readers.and(snapshots).and(writer).map_err(store_error)
    }
}

impl From<Connections> for SeaStore {
    fn from(connections: Connections) -> Self {
        let Pool { connection, health } = connections.readers.clone();
        let committed = Session::reading(connection, health);
        Self {
            committed,
            readers: connections.readers,
            snapshots: connections.snapshots,
            writer: connections.writer,
            sqlite: connections.sqlite,
            schema_seen: AtomicBool::new(false),
        }
    }
}

impl fmt::Debug for SeaStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let backend = self.writer.connection.get_database_backend();
        f.debug_struct("SeaStore")
            .field("backend", &backend)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for SeaStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let transaction = unit_of_work::begin(&self.writer).await?;
        Ok(Box::new(SeaUnit::new(
            transaction,
            self.writer.health.clone(),
        )))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let transaction = unit_of_work::begin_reading(&self.snapshots).await?;
        let health = self.snapshots.health.clone();
        Ok(Box::new(SeaSnapshot::new(transaction, health)))
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.readers.health.refuse_damaged()?;
        // The schema is compared once: cheaper, and while a newer program is rolled out, the nodes that still run this one
        // stay ready after it migrated.
        if self.schema_seen.load(Ordering::Relaxed) {
            let answer = self.committed.reader().execute_unprepared("SELECT 1").await;
            return answer.map(drop).map_err(|error| self.committed.fail(error));
        }
        self.check_schema().await?;
        self.schema_seen.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn users(&self) -> &dyn UserRepository {
        &self.committed
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.committed
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.committed
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.committed
    }

    fn jobs(&self) -> &dyn JobRepository {
        &self.committed
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &self.committed
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        &self.committed
    }

    fn reports(&self) -> &dyn ReportRepository {
        &self.committed
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        &self.committed
    }
}
