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
        manager.create_table(users(manager)).await?;
        manager.create_index(unique_addresses()).await?;
        manager.create_index(unconfirmed()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("users").take())
            .await
    }
}

fn users(manager: &SchemaManager) -> TableCreateStatement {
    Table::create()
        .table("users")
        .col(column::id())
        .col(column::bytewise(manager, "email"))
        .col(column::bytewise(manager, "email_canonical"))
        .col(column::text("password_hash"))
        .col(column::text("language"))
        .col(column::optional_moment("verified_at"))
        .col(column::optional_moment("verification_sent_at"))
        .col(column::integer("token_epoch"))
        .col(column::moment("created_at"))
        .take()
}

/// Decides who gets an address that two ask for at once.
fn unique_addresses() -> IndexCreateStatement {
    Index::create()
        .name("users_email_canonical_key")
        .table("users")
        .col("email_canonical")
        .unique()
        .take()
}

/// For the sweep of accounts that were never confirmed.
fn unconfirmed() -> IndexCreateStatement {
    Index::create()
        .name("users_unconfirmed_idx")
        .table("users")
        .col("verification_sent_at")
        .and_where(Expr::col("verified_at").is_null())
        .take()
}
