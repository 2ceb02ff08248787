use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

/// For an owner's list by age. When a link ends is in it as a number also where it never does, so that links can be told to be
/// live without a look at the row; queries have to put it in the same words. (SeaORM writes no expressions into indexes of
/// SQLite, so these two are given as they are; both databases understand them.)
const BY_AGE: &str = "
CREATE INDEX links_list_idx ON links (owner_id, created_at, id, (coalesce(expires_at, 9223372036854775807)))
WHERE deleted_at IS NULL AND owner_id IS NOT NULL";

/// The same by code.
const BY_SLUG: &str = "
CREATE INDEX links_list_by_slug_idx ON links (owner_id, slug, id, (coalesce(expires_at, 9223372036854775807)))
WHERE deleted_at IS NULL AND owner_id IS NOT NULL";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(dropped("links_owner_idx")).await?;
        for index in [by_owner(), trash(), uncleared()] {
            manager.create_index(index).await?;
        }
        create_lists(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in [
            "links_uncleared_idx",
            "links_trash_idx",
            "links_expiring_idx",
            "links_list_by_slug_idx",
            "links_list_idx",
            "links_owner_idx",
        ] {
            manager.drop_index(dropped(name)).await?;
        }
        manager.create_index(by_owner_before()).await
    }
}

/// Creates the indexes of lists that a later step replaces.
pub(crate) async fn create_lists(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_index(expiring()).await?;
    for index in [BY_AGE, BY_SLUG] {
        let connection = manager.get_connection();
        connection.execute_unprepared(index).await?;
    }
    Ok(())
}

pub(crate) fn dropped(name: &str) -> IndexDropStatement {
    Index::drop().name(name).table("links").to_owned()
}

fn index(name: &str) -> IndexCreateStatement {
    Index::create().name(name).table("links").take()
}

fn deleted() -> Expr {
    Expr::col("deleted_at").is_not_null()
}

fn kept() -> Expr {
    Expr::col("deleted_at").is_null()
}

/// Nobody lists what is nobody's, so it costs nothing.
fn owned() -> Expr {
    Expr::col("owner_id").is_not_null()
}

/// For the foreign key, when a user goes.
fn by_owner() -> IndexCreateStatement {
    index("links_owner_idx")
        .col("owner_id")
        .and_where(owned())
        .take()
}

/// What [`by_owner`] was before this step.
fn by_owner_before() -> IndexCreateStatement {
    index("links_owner_idx").col("owner_id").col("id").take()
}

/// For the list of what expired.
fn expiring() -> IndexCreateStatement {
    index("links_expiring_idx")
        .col("owner_id")
        .col("created_at")
        .col("id")
        .col("expires_at")
        .and_where(kept())
        .and_where(owned())
        .and_where(Expr::col("expires_at").is_not_null())
        .take()
}

/// For the list of what was deleted.
fn trash() -> IndexCreateStatement {
    index("links_trash_idx")
        .col("owner_id")
        .col("created_at")
        .col("id")
        .col("deleted_at")
        .and_where(deleted())
        .and_where(owned())
        .take()
}

/// For the sweep of the trash: what was swept has no URL any more.
fn uncleared() -> IndexCreateStatement {
    index("links_uncleared_idx")
        .col("deleted_at")
        .and_where(deleted())
        .and_where(Expr::col("url").ne(""))
        .take()
}
