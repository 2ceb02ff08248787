use sea_orm_migration::prelude::*;

use crate::column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(collections(manager)).await?;
        manager.create_index(unique_names()).await?;
        manager.create_index(by_owner()).await?;
        manager.create_table(collection_links(manager)).await?;
        manager.create_index(unique_memberships()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["collection_links", "collections"] {
            manager
                .drop_table(Table::drop().table(table).take())
                .await?;
        }
        Ok(())
    }
}

fn collections(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("collections")
        .col(column::id())
        .col(column::integer("owner_id"))
        .col(column::text("name"))
        // The name without its case, folded by the program: databases fold each in their own way.
        .col(column::bytewise(manager, "name_folded"))
        .col(ColumnDef::new("description").text().null())
        .col(column::moment("created_at"))
        .col(column::moment("updated_at"))
        .col(column::integer("revision").default(1))
        .foreign_key(
            ForeignKey::create()
                .name("collections_owner_id_fkey")
                .from("collections", "owner_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take()
}

/// Decides who gets a name that is asked for twice at once.
fn unique_names() -> IndexCreateStatement {
    Index::create()
        .name("collections_name_key")
        .table("collections")
        .col("owner_id")
        .col("name_folded")
        .unique()
        .take()
}

/// For an owner's list, page by page.
fn by_owner() -> IndexCreateStatement {
    Index::create()
        .name("collections_owner_idx")
        .table("collections")
        .col("owner_id")
        .col("id")
        .take()
}

fn collection_links(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("collection_links")
        .col(column::integer("collection_id"))
        // That of the link, which never changes: here it puts the links of a set in the order of the list.
        .col(column::moment("link_created_at"))
        .col(column::integer("link_id"))
        .primary_key(
            Index::create()
                .name("collection_links_pkey")
                .col("collection_id")
                .col("link_created_at")
                .col("link_id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("collection_links_collection_id_fkey")
                .from("collection_links", "collection_id")
                .to("collections", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .name("collection_links_link_id_fkey")
                .from("collection_links", "link_id")
                .to("links", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take();
    column::clustered(manager, &mut table);
    table
}

/// Keeps a link from being in a set twice; also for the sets of a link, and for the foreign key when it goes.
fn unique_memberships() -> IndexCreateStatement {
    Index::create()
        .name("collection_links_link_key")
        .table("collection_links")
        .col("link_id")
        .col("collection_id")
        .unique()
        .take()
}
