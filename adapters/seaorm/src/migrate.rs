//! Migrating the schema up and down.

use std::sync::atomic::Ordering;
use std::time::Duration;

use korotko_core::ports::StoreError;
use korotko_migration::{Migrator, MigratorTrait, SchemaManager, applied};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryOrder, Statement,
};

use crate::SeaStore;
use crate::connect::open_sqlite;
use crate::connections::Connections;
use crate::database_url::Server;
use crate::error::store_error;
use crate::health::Health;
use crate::pool::{Pool, Runs};
use crate::transactions::{begin, begin_reading};

/// How long a migration of a SQLite file waits for other processes: longer than a migration of a large file may take.
const SQLITE_WAIT: Duration = Duration::from_mins(10);

/// Serialises the migrations of one PostgreSQL database, without the pool's time limits. The number is "korotko" in ASCII; any
/// constant would do.
const POSTGRES_LOCK: &str = "SET LOCAL statement_timeout = 0; \
    SET LOCAL lock_timeout = 0; \
    SET LOCAL idle_in_transaction_session_timeout = 0; \
    SELECT pg_advisory_xact_lock(30240359794895727)";

/// The status of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// The migration's name, such as `m20261129_000001_create_users`.
    pub name: String,
    /// Whether it is applied to the database.
    pub applied: bool,
}

/// Why a schema could not be migrated or checked.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer program migrated this database, so this one must not change it.
    #[error("the database is newer than this program: it has the unknown migrations {}", names.join(", "))]
    NewerDatabase {
        /// The migrations that this program does not know.
        names: Vec<String>,
    },
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Copy)]
enum Direction {
    Up,
    Down(u32),
}

impl SeaStore {
    /// Applies all pending migrations, all or none, and returns their names. Concurrent calls of any number of programs wait for
    /// each other, and one of them does the work.
    pub async fn migrate_up(&self) -> Result<Vec<String>, MigrateError> {
        self.migrate(Direction::Up).await
    }

    /// Reverts the last `steps` migrations with their data, all or none, and returns their names.
    pub async fn migrate_down(&self, steps: u32) -> Result<Vec<String>, MigrateError> {
        let reverted = self.migrate(Direction::Down(steps)).await;
        self.schema_seen.store(false, Ordering::Relaxed);
        reverted
    }

    /// All migrations that this program knows, in order, with their status in an empty database.
    #[must_use]
    pub fn migrations() -> Vec<MigrationStatus> {
        let names = Migrator::names().into_iter();
        let pending = |name| MigrationStatus {
            name,
            applied: false,
        };
        names.map(pending).collect()
    }

    /// All migrations, in order. Changes nothing.
    pub async fn migration_status(&self) -> Result<Vec<MigrationStatus>, MigrateError> {
        let transaction = begin_reading(&self.connections.readers).await;
        let applied = applied_names(&transaction.map_err(store_error)?).await?;
        refuse_newer(&applied)?;
        let status = |name: String| MigrationStatus {
            applied: applied.contains(&name),
            name,
        };
        Ok(Migrator::names().into_iter().map(status).collect())
    }

    /// The names of the pending migrations, in order. Changes nothing.
    pub async fn pending(&self) -> Result<Vec<String>, MigrateError> {
        let steps = self.migration_status().await?.into_iter();
        let pending = steps.filter(|step| !step.applied);
        Ok(pending.map(|step| step.name).collect())
    }

    /// Checks that the schema is exactly the one that this program knows.
    pub(crate) async fn check_schema(&self) -> Result<(), StoreError> {
        match self.pending().await {
            Ok(pending) if pending.is_empty() => Ok(()),
            Ok(pending) => Err(StoreError::internal(format!(
                "the database lacks the migrations {}",
                pending.join(", ")
            ))),
            Err(MigrateError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::internal(error)),
        }
    }

    async fn migrate(&self, direction: Direction) -> Result<Vec<String>, MigrateError> {
        let Connections { writer, server, .. } = &self.connections;
        let Server::Sqlite(file) = server else {
            return migrate_over(writer, direction).await;
        };
        let pool = open_for_migration(file, &writer.health).await?;
        let changed = migrate_over(&pool, direction).await;
        // Also after a failure, so that no connection is left when this returns.
        let closed = pool.close().await.map_err(store_error);
        let changed = changed?;
        closed?;
        Ok(changed)
    }
}

/// A connection on which tables can be rebuilt, since references are not enforced.
async fn open_for_migration(
    file: &SqliteConnectOptions,
    data: &Health,
) -> Result<Pool, StoreError> {
    let file = file.clone().foreign_keys(false).busy_timeout(SQLITE_WAIT);
    open_sqlite(
        "migrations",
        &file,
        Runs::Transactions,
        1,
        SQLITE_WAIT,
        data,
    )
    .await
}

/// Runs all migrations in one exclusive transaction. On SQLite there is only one writer anyway.
async fn migrate_over(pool: &Pool, direction: Direction) -> Result<Vec<String>, MigrateError> {
    let transaction = begin(pool).await?;
    let backend = transaction.get_database_backend();
    if backend == DbBackend::Postgres {
        let locked = transaction.execute_unprepared(POSTGRES_LOCK).await;
        locked.map_err(store_error)?;
    }
    let changed = run_migrations(&transaction, direction).await?;
    if backend == DbBackend::Sqlite && !changed.is_empty() {
        check_references(&transaction).await?;
    }
    transaction.commit().await.map_err(store_error)?;
    Ok(changed)
}

async fn run_migrations(
    transaction: &DatabaseTransaction,
    direction: Direction,
) -> Result<Vec<String>, MigrateError> {
    let before = applied_names(transaction).await?;
    refuse_newer(&before)?;
    let ran = match direction {
        Direction::Up => Migrator::up(transaction, None).await,
        Direction::Down(steps) => Migrator::down(transaction, Some(steps)).await,
    };
    ran.map_err(store_error)?;
    let after = applied_names(transaction).await?;
    let (longer, shorter) = match direction {
        Direction::Up => (after, before),
        Direction::Down(_) => (before, after),
    };
    let changed = longer.into_iter().filter(|name| !shorter.contains(name));
    Ok(changed.collect())
}

/// The applied migrations, known or not, in order.
async fn applied_names(transaction: &DatabaseTransaction) -> Result<Vec<String>, StoreError> {
    let manager = SchemaManager::new(transaction);
    let exists = manager.has_table("seaql_migrations").await;
    if !exists.map_err(store_error)? {
        return Ok(Vec::new());
    }
    let found = applied::Entity::find()
        .order_by_asc(applied::Column::Version)
        .all(transaction)
        .await
        .map_err(store_error)?;
    Ok(found.into_iter().map(|step| step.version).collect())
}

fn refuse_newer(applied: &[String]) -> Result<(), MigrateError> {
    let known = Migrator::names();
    let unknown = applied.iter().filter(|name| !known.contains(name));
    let names: Vec<String> = unknown.cloned().collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(MigrateError::NewerDatabase { names })
}

/// Checks that no reference lacks its row, since SQLite did not enforce references.
async fn check_references(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    let pragma = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    let dangling = transaction.query_one_raw(pragma).await;
    if dangling.map_err(store_error)?.is_some() {
        return Err(StoreError::internal(
            "the migration leaves dangling references",
        ));
    }
    Ok(())
}
