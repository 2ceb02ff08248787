use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

use crate::column;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = column::optional_moment("deleted_at");
        let alter = Table::alter().table("users").add_column(add).take();
        manager.alter_table(alter).await?;
        manager.drop_index(dropped(ADDRESSES)).await?;
        for index in [unique_addresses().and_where(kept()).take(), deleted()] {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // An older program would take a deleted user for one who is there.
        for sql in remove_deleted() {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for index in [DELETED, ADDRESSES] {
            manager.drop_index(dropped(index)).await?;
        }
        let column = Table::alter()
            .table("users")
            .drop_column("deleted_at")
            .take();
        manager.alter_table(column).await?;
        manager.create_index(unique_addresses()).await
    }
}

const ADDRESSES: &str = "users_email_canonical_key";

const DELETED: &str = "users_deleted_idx";

/// Which users are deleted.
const GONE: &str = "(SELECT id FROM users WHERE deleted_at IS NOT NULL)";

/// What goes with a personal link, besides what is named by its owner.
const OF_LINKS: [&str; 6] = [
    "link_clicks",
    "link_click_counts",
    "link_click_breakdowns",
    "link_count_packs",
    "link_breakdown_packs",
    "taken_clicks",
];

/// What goes with a user, and the column that says whose it is.
const OF_USERS: [(&str, &str); 9] = [
    ("links", "namespace"),
    ("collections", "owner_id"),
    ("jobs", "user_id"),
    ("reports", "owner_id"),
    ("report_schedules", "owner_id"),
    ("user_click_counts", "user_id"),
    ("user_click_breakdowns", "user_id"),
    ("user_count_packs", "user_id"),
    ("user_breakdown_packs", "user_id"),
];

/// Removes what deleted users left. SQLite follows no references while steps run, so all that refers to them is named.
fn remove_deleted() -> Vec<String> {
    let mut statements = vec![
        format!("DELETE FROM link_tags WHERE owner_id IN {GONE}"),
        format!(
            "DELETE FROM collection_links WHERE collection_id IN
                (SELECT id FROM collections WHERE owner_id IN {GONE})"
        ),
        format!(
            "UPDATE link_clicks SET owner_id = NULL WHERE owner_id IN {GONE}"
        ),
        format!(
            "UPDATE links SET url = '', title = NULL, tags = '[]', search_text = NULL, owner_id = NULL,
                deleted_at = coalesce(deleted_at, (SELECT users.deleted_at FROM users WHERE users.id = owner_id))
            WHERE namespace = 0 AND owner_id IN {GONE}"
        ),
    ];
    statements.extend(OF_LINKS.iter().map(|table| {
        format!(
            "DELETE FROM {table} WHERE link_id IN (SELECT id FROM links WHERE namespace IN {GONE})"
        )
    }));
    statements.extend(
        OF_USERS
            .iter()
            .map(|(table, owner)| format!("DELETE FROM {table} WHERE {owner} IN {GONE}")),
    );
    statements.push("DELETE FROM users WHERE deleted_at IS NOT NULL".to_owned());
    statements
}

fn kept() -> Expr {
    Expr::col("deleted_at").is_null()
}

fn dropped(name: &str) -> IndexDropStatement {
    Index::drop().name(name).table("users").to_owned()
}

/// Decides who gets an address that two ask for at once; up here those who are deleted do not count.
fn unique_addresses() -> IndexCreateStatement {
    Index::create()
        .name(ADDRESSES)
        .table("users")
        .col("email_canonical")
        .unique()
        .take()
}

/// For the removal of what they left.
fn deleted() -> IndexCreateStatement {
    Index::create()
        .name(DELETED)
        .table("users")
        .col("id")
        .and_where(Expr::col("deleted_at").is_not_null())
        .take()
}
