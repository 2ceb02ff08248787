use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::SeaStore;
use crate::error::store_error;
use crate::transactions::begin;

/// Also for tables that have never had a row.
const SQLITE: &str = "
    INSERT INTO sqlite_sequence (name, seq)
        SELECT name, 0 FROM sqlite_master
        WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence);
    UPDATE sqlite_sequence SET seq = seq + 1000000";

const POSTGRES: &str = "
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + 1000000)
    FROM pg_sequences WHERE schemaname = ANY(current_schemas(false))";

impl SeaStore {
    /// Skips a million ids of every table of a migrated database that was restored from a backup. Whatever was created after the
    /// backup is lost, but not its ids: they are in tokens, share URLs and click logs, and must not become those of something else.
    pub async fn skip_ids(&self) -> Result<(), StoreError> {
        let writer = &self.connections.writer;
        let transaction = begin(writer).await?;
        let skip = match transaction.get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        let skipped = transaction.execute_unprepared(skip).await;
        skipped.map_err(|error| writer.health.classify(error))?;
        transaction.commit().await.map_err(store_error)
    }
}
