use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::column;

const TABLE: &str = "links";

const COLUMNS: [&str; 4] = ["title", "tags", "revision", "search_text"];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns(manager) {
            let alter = Table::alter().table(TABLE).add_column(column).take();
            manager.alter_table(alter).await?;
        }
        let connection = manager.get_connection();
        let fill = fill_search_text(manager.get_database_backend());
        connection.execute_unprepared(&fill).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let alter = Table::alter().table(TABLE).drop_column(column).take();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}

fn columns(manager: &SchemaManager) -> [ColumnDef; 4] {
    [
        ColumnDef::new("title").text().null().take(),
        // As they were typed: a JSON array of strings.
        column::text("tags").default("[]").take(),
        column::integer("revision").default(1).take(),
        // What a search looks into, folded by the program. NULL where there is nothing to find (nobody lists a link without an
        // owner), and where the program has yet to write it.
        column::optional_bytewise(manager, "search_text"),
    ]
}

/// Writes the text of all old links whose text can be told here: URL and code are ASCII, and there were no titles and tags. Where
/// the URL also has a form that people read, it stays NULL until the program writes it, right after the steps.
fn fill_search_text(backend: DbBackend) -> String {
    // Not by the rules of the database's language: in Turkish, I has another small letter.
    let (lower, line) = match backend {
        DbBackend::Postgres => (r#"lower({} COLLATE "C")"#, "chr(10)"),
        _ => ("lower({})", "char(10)"),
    };
    let [url, slug] = ["url", "slug"].map(|column| lower.replace("{}", column));
    format!(
        "UPDATE links SET search_text = {url} || {line} || {slug} || {line}
        WHERE owner_id IS NOT NULL AND url NOT LIKE '%\\%%' ESCAPE '\\' AND url NOT LIKE '%xn--%'"
    )
}
