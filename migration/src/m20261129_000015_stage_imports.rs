use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::column;

/// What an import is made of, beside what goes with these rows.
const STAGED: [(&str, &str); 2] = [
    ("links", "links_import_idx"),
    ("collections", "collections_import_idx"),
];

/// What goes with a link, by `link_id`.
const OF_LINKS: [&str; 8] = [
    "link_tags",
    "collection_links",
    "link_clicks",
    "link_click_counts",
    "link_click_breakdowns",
    "link_count_packs",
    "link_breakdown_packs",
    "taken_clicks",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(imports()).await?;
        manager.create_table(places(manager)).await?;
        manager.create_index(by_import()).await?;
        for (table, index) in STAGED {
            // By which import a row came. No foreign key: it is staged as long as that is there.
            let import = ColumnDef::new("import_id").big_integer().null().take();
            let alter = Table::alter().table(table).add_column(import).take();
            manager.alter_table(alter).await?;
            manager.create_index(staged(table, index)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An older program would take what is staged for what is there.
        for sql in remove_staged() {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for (table, index) in STAGED {
            let drop = Index::drop().name(index).table(table).to_owned();
            manager.drop_index(drop).await?;
            let alter = Table::alter().table(table).drop_column("import_id").take();
            manager.alter_table(alter).await?;
        }
        for table in ["import_places", "imports"] {
            let drop = Table::drop().table(table).take();
            manager.drop_table(drop).await?;
        }
        Ok(())
    }
}

/// SQLite follows no references while steps run, so all that refers to what goes is named.
fn remove_staged() -> Vec<String> {
    let staged =
        |table| format!("SELECT id FROM {table} WHERE import_id IN (SELECT id FROM imports)");
    let of_links = OF_LINKS.iter();
    let mut statements: Vec<String> = of_links
        .map(|table| format!("DELETE FROM {table} WHERE link_id IN ({})", staged("links")))
        .collect();
    statements.push(format!(
        "DELETE FROM import_places WHERE collection_id IN ({})",
        staged("collections")
    ));
    for (table, _) in STAGED {
        statements.push(format!(
            "DELETE FROM {table} WHERE id IN ({})",
            staged(table)
        ));
    }
    statements
}

/// Imports that are all or nothing: a row for each that is under way, or was given up and is not removed yet.
fn imports() -> TableCreateStatement {
    Table::create()
        .table("imports")
        .col(column::id())
        .col(column::integer("owner_id"))
        // When it last staged anything: it is under way.
        .col(column::moment("staged_at"))
        .col(ColumnDef::new("given_up").boolean().not_null())
        .foreign_key(
            ForeignKey::create()
                .name("imports_owner_id_fkey")
                .from("imports", "owner_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// How many links of an import are in each set, so that they can be taken off what is counted.
fn places(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("import_places")
        .col(column::integer("collection_id"))
        .col(column::integer("import_id"))
        .col(column::integer("links"))
        .primary_key(
            Index::create()
                .name("import_places_pkey")
                .col("collection_id")
                .col("import_id"),
        )
        .take();
    for (column, to) in [("collection_id", "collections"), ("import_id", "imports")] {
        table.foreign_key(
            ForeignKey::create()
                .name(format!("import_places_{column}_fkey"))
                .from("import_places", column)
                .to(to, "id")
                .on_delete(ForeignKeyAction::Cascade),
        );
    }
    column::clustered(manager, &mut table);
    table
}

/// For the foreign key, when an import ends.
fn by_import() -> IndexCreateStatement {
    Index::create()
        .name("import_places_import_idx")
        .table("import_places")
        .col("import_id")
        .take()
}

/// For the removal of what an import staged.
fn staged(table: &'static str, name: &'static str) -> IndexCreateStatement {
    Index::create()
        .name(name)
        .table(table)
        .col("import_id")
        .and_where(Expr::col("import_id").is_not_null())
        .take()
}
