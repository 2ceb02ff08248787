use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

use crate::dialect::translate;

/// A migration: one subject of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The SQL for both databases.
    pub(crate) sql: &'static str,
    /// Additional SQL for SQLite.
    pub(crate) sqlite: &'static str,
    /// Additional SQL for PostgreSQL.
    pub(crate) postgresql: &'static str,
    /// The SQL that runs before its tables are dropped.
    pub(crate) before_down: &'static str,
    /// Its tables, in the order in which they are created.
    pub(crate) tables: &'static [&'static str],
}

impl Step {
    pub(crate) const fn new(
        name: &'static str,
        sql: &'static str,
        tables: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            sql,
            sqlite: "",
            postgresql: "",
            before_down: "",
            tables,
        }
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let own = match backend {
            DbBackend::Postgres => self.postgresql,
            _ => self.sqlite,
        };
        for sql in [self.sql, own] {
            execute(manager, &translate(sql, backend)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, self.before_down).await?;
        for table in self.tables.iter().rev() {
            let drop = format!("DROP TABLE IF EXISTS {table}");
            execute(manager, &drop).await?;
        }
        Ok(())
    }
}

async fn execute(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if !sql.is_empty() {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}
