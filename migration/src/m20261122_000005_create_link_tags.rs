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
        manager.create_table(link_tags(manager)).await?;
        manager.create_index(by_link()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("link_tags").take())
            .await
    }
}

/// The tags of the links that have an owner, to find these by: a row each.
fn link_tags(manager: &SchemaManager) -> TableCreateStatement {
    let mut table = Table::create()
        .table("link_tags")
        .col(column::integer("owner_id"))
        .col(column::bytewise(manager, "folded"))
        // That of the link, which never changes: here it puts the rows of one tag in the order of the list.
        .col(column::moment("created_at"))
        .col(column::integer("link_id"))
        .primary_key(
            Index::create()
                .name("link_tags_pkey")
                .col("owner_id")
                .col("folded")
                .col("created_at")
                .col("link_id"),
        )
        .foreign_key(
            ForeignKey::create()
                .name("link_tags_owner_id_fkey")
                .from("link_tags", "owner_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .name("link_tags_link_id_fkey")
                .from("link_tags", "link_id")
                .to("links", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .take();
    column::clustered(manager, &mut table);
    table
}

/// For the tags of one link, and for the foreign key when it goes.
fn by_link() -> IndexCreateStatement {
    Index::create()
        .name("link_tags_link_idx")
        .table("link_tags")
        .col("link_id")
        .take()
}
