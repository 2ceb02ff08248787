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
        manager.create_table(links(manager)).await?;
        for index in [unique_live_codes(), codes(), by_owner(), deleted()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("links").take())
            .await
    }
}

fn links(manager: &SchemaManager) -> TableCreateStatement {
    let status = Expr::col("redirect_status").is_in([301, 302, 307, 308]);
    Table::create()
        .table("links")
        .col(column::id())
        // 0 is the global one, any other is its owner's id. No foreign key, and never NULL: NULLs are distinct in a unique
        // index, so that a nullable owner could not keep codes unique.
        .col(column::integer("namespace").check(Expr::col("namespace").gte(0)))
        .col(column::bytewise(manager, "slug"))
        .col(column::text("url"))
        .col(ColumnDef::new("owner_id").big_integer().null())
        .col(column::integer("redirect_status").check(status))
        .col(column::optional_moment("expires_at"))
        .col(column::moment("created_at"))
        .col(column::moment("updated_at"))
        .col(column::optional_moment("deleted_at"))
        .foreign_key(
            ForeignKey::create()
                .name("links_owner_id_fkey")
                .from("links", "owner_id")
                .to("users", "id")
                .on_delete(ForeignKeyAction::SetNull),
        )
        .take()
}

/// Decides who gets a code that two ask for at once. Deleted links do not count.
fn unique_live_codes() -> IndexCreateStatement {
    Index::create()
        .name("links_live_code_key")
        .table("links")
        .col("namespace")
        .col("slug")
        .unique()
        .and_where(Expr::col("deleted_at").is_null())
        .take()
}

/// For following a code, to its live link or its last tombstone.
fn codes() -> IndexCreateStatement {
    Index::create()
        .name("links_code_idx")
        .table("links")
        .col("namespace")
        .col("slug")
        .col("deleted_at")
        .take()
}

/// For an owner's list, page by page.
fn by_owner() -> IndexCreateStatement {
    Index::create()
        .name("links_owner_idx")
        .table("links")
        .col("owner_id")
        .col("id")
        .take()
}

/// For the sweep of old tombstones.
fn deleted() -> IndexCreateStatement {
    Index::create()
        .name("links_deleted_idx")
        .table("links")
        .col("deleted_at")
        .and_where(Expr::col("deleted_at").is_not_null())
        .take()
}
