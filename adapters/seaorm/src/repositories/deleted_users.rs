//! Removing the rows of deleted users, in parts: for some users at a time, table by table, and the rows of the users last.

use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::StoreError;
use korotko_rollup::Subject;
use sea_orm::ColumnTrait;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::user;
use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

/// How many users are handled at a time.
const USERS: u64 = 100;

/// The tables whose rows are removed with a user, besides the links and their rows: name, column of the user, key.
const TABLES: [(&str, &str, &str); 10] = [
    ("api_keys", "owner_id", "id"),
    ("collections", "owner_id", "id"),
    ("email_changes", "user_id", "id"),
    ("import_drafts", "owner_id", "id"),
    // After the staged rows, which would become visible without it.
    ("imports", "owner_id", "id"),
    ("jobs", "user_id", "id"),
    ("reports", "owner_id", "id"),
    ("report_schedules", "owner_id", "id"),
    ("sessions", "user_id", "id"),
    ("shares", "owner_id", "id"),
];

/// Turns global links into tombstones, deleted when their owners were.
const INTO_TOMBSTONES: &str = "
    UPDATE links SET url = '', fallback_url = NULL, title = NULL, tags = '[]', search_text = NULL, block_reason = NULL,
        imported_clicks = NULL, owner_id = NULL,
        updated_at = CASE WHEN deleted_at IS NULL THEN (SELECT u.deleted_at FROM users u WHERE u.id = owner_id)
            ELSE updated_at END,
        deleted_at = coalesce(deleted_at, (SELECT u.deleted_at FROM users u WHERE u.id = owner_id))
    WHERE id IN (SELECT id FROM @given)";

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn remove_rows_of_deleted_users(&self, limit: u64) -> Result<u64, StoreError> {
        self.lock_counting().await?;
        let users = self.find_deleted_users().await?;
        if users.is_empty() {
            return Ok(0);
        }
        let mut removed = self.remove_staged_links(&users, limit).await?;
        if removed < limit {
            removed += self.remove_personal_links(&users, limit - removed).await?;
        }
        if removed < limit {
            removed += self.convert_global_links(&users, limit - removed).await?;
        }
        for table in TABLES {
            if removed >= limit {
                return Ok(removed);
            }
            removed += self.remove_rows(table, &users, limit - removed).await?;
        }
        if removed >= limit {
            return Ok(removed);
        }
        let owners = users.iter().map(|user| Subject::Owner(UserId(*user)));
        removed += self.delete_rollups_of(owners, limit - removed).await?;
        if removed >= limit {
            return Ok(removed);
        }
        Ok(removed + self.delete_given("users", &users).await?)
    }

    async fn find_deleted_users(&self) -> Result<Vec<i64>, StoreError> {
        let select = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::DeletedAt.is_not_null())
            .order_by_asc(user::Column::Id)
            .limit(USERS);
        let found = select.into_tuple().all(self.reader()).await;
        found.map_err(|error| self.fail(error))
    }

    /// Removes staged links, which were never visible, and leave no tombstones.
    async fn remove_staged_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM links WHERE id IN (SELECT id FROM links WHERE import_id IN
            (SELECT id FROM imports WHERE owner_id IN (SELECT id FROM @given)) LIMIT $1)";
        self.change_given(sql, users, vec![stored(limit).into()])
            .await
    }

    /// Removes personal links and their roll-ups.
    async fn remove_personal_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
        let links = self.lock_some_links("namespace", "", users, limit).await?;
        self.delete_links(&links).await
    }

    /// Removes links and their roll-ups. The caller holds the lock of counting.
    pub(super) async fn delete_links(&self, links: &[i64]) -> Result<u64, StoreError> {
        if links.is_empty() {
            return Ok(0);
        }
        let subjects = links.iter().map(|link| Subject::Link(LinkId(*link)));
        self.delete_rollups_of(subjects, u64::MAX).await?;
        self.delete_given("links", links).await
    }

    /// Turns global links into tombstones without an owner.
    async fn convert_global_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
        let global = "AND links.namespace = 0";
        let links = self
            .lock_some_links("owner_id", global, users, limit)
            .await?;
        for sql in [
            "DELETE FROM link_tags WHERE link_id IN (SELECT id FROM @given)",
            "DELETE FROM collection_links WHERE link_id IN (SELECT id FROM @given)",
            "UPDATE link_clicks SET owner_id = NULL WHERE link_id IN (SELECT id FROM @given)",
        ] {
            self.change_given(sql, &links, Vec::new()).await?;
        }
        self.change_given(INTO_TOMBSTONES, &links, Vec::new()).await
    }

    /// Locks some links of these users against units that count their clicks, in the order in which those lock links, so that they
    /// cannot deadlock.
    async fn lock_some_links(
        &self,
        column: &str,
        condition: &str,
        users: &[i64],
        limit: u64,
    ) -> Result<Vec<i64>, StoreError> {
        let lock = self.locking("FOR UPDATE");
        let sql = format!(
            "SELECT links.id FROM links WHERE links.{column} IN (SELECT id FROM @given) {condition}
            ORDER BY links.id LIMIT $1 {lock}"
        );
        let users = ValueTable::new("id", users.iter().copied());
        let select = users.statement(self.backend(), &sql, vec![stored(limit).into()]);
        self.read(select, |row| row.try_get_by_index(0)).await
    }

    async fn remove_rows(
        &self,
        (table, owner, key): (&str, &str, &str),
        users: &[i64],
        limit: u64,
    ) -> Result<u64, StoreError> {
        let sql = format!(
            "DELETE FROM {table} WHERE ({key}) IN
                (SELECT {key} FROM {table} WHERE {owner} IN (SELECT id FROM @given) LIMIT $1)"
        );
        self.change_given(&sql, users, vec![stored(limit).into()])
            .await
    }
}
