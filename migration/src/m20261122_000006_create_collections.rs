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
        manager.create_index(by_collection()).await
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
        .col(column::integer("link_id"))
        .col(column::integer("collection_id"))
        // Of the link: when it was made, which never changes, and whether it is deleted. Here they give the links of a set in
        // the order of the list, and how many these are, without a look at every one of them.
        .col(column::moment("link_created_at"))
        .col(ColumnDef::new("link_deleted").boolean().not_null())
        // It keeps a link from being in a set twice.
        .primary_key(
            Index::create()
                .name("collection_links_pkey")
                .col("link_id")
                .col("collection_id"),
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

/// For the links of a set, and for the foreign key when it goes.
fn by_collection() -> IndexCreateStatement {
    Index::create()
        .name("collection_links_list_idx")
        .table("collection_links")
        .col("collection_id")
        .col("link_deleted")
        .col("link_created_at")
        .col("link_id")
        .take()
}
