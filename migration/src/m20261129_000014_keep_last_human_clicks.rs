use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::column;

const TABLE: &str = "link_clicks";
const COLUMN: &str = "last_human_at";

/// When the last person came was not kept so far: at the latest when the last click of all was.
const FILL: &str = "UPDATE link_clicks SET last_human_at = last_at WHERE humans > 0";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = column::optional_moment(COLUMN);
        let alter = Table::alter().table(TABLE).add_column(column).take();
        manager.alter_table(alter).await?;
        let connection = manager.get_connection();
        connection.execute_unprepared(FILL).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let alter = Table::alter().table(TABLE).drop_column(COLUMN).take();
        manager.alter_table(alter).await
    }
}
