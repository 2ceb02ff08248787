//! Removing what deleted users left, in parts: of some users at a time, table by table, and their own rows last.

use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::StoreError;
use korotko_rollup::Subject;
use sea_orm::ColumnTrait;
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entities::user;
use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

/// Of how many users rows are removed at a time.
const USERS: u64 = 100;

/// The tables of which rows go with a user, beside the links and what goes with these: by which column, and the key.
const TABLES: [(&str, &str, &str); 5] = [
    ("collections", "owner_id", "id"),
    // Behind what is staged, which without it would not be any more.
    ("imports", "owner_id", "id"),
    ("jobs", "user_id", "id"),
    ("reports", "owner_id", "id"),
    ("report_schedules", "owner_id", "id"),
];

/// What is left of global links, deleted when their owners were.
const BURY: &str = "
    UPDATE links SET url = '', title = NULL, tags = '[]', search_text = NULL, owner_id = NULL,
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
            removed += self.bury_global_links(&users, limit - removed).await?;
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

    /// Nobody ever saw them, so not even their codes stay.
    async fn remove_staged_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
        let sql = "DELETE FROM links WHERE id IN (SELECT id FROM links WHERE import_id IN
            (SELECT id FROM imports WHERE owner_id IN (SELECT id FROM @given)) LIMIT $1)";
        self.change_given(sql, users, vec![stored(limit).into()])
            .await
    }

    /// Personal links go, with all that was counted of them.
    async fn remove_personal_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
        let links = self.lock_some_links("namespace", "", users, limit).await?;
        self.delete_links(&links).await
    }

    /// Removes links with all that was counted of them. The lock of counting is held.
    pub(super) async fn delete_links(&self, links: &[i64]) -> Result<u64, StoreError> {
        if links.is_empty() {
            return Ok(0);
        }
        let subjects = links.iter().map(|link| Subject::Link(LinkId(*link)));
        self.delete_rollups_of(subjects, u64::MAX).await?;
        self.delete_given("links", links).await
    }

    /// Global links become tombstones that are nobody's.
    async fn bury_global_links(&self, users: &[i64], limit: u64) -> Result<u64, StoreError> {
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
        self.change_given(BURY, &links, Vec::new()).await
    }

    /// Some links of these users, kept from whoever counts their clicks, in the order in which links are held for that: so neither
    /// waits for the other for ever.
    async fn lock_some_links(
        &self,
        column: &str,
        which: &str,
        users: &[i64],
        limit: u64,
    ) -> Result<Vec<i64>, StoreError> {
        let lock = self.locking("FOR UPDATE");
        let sql = format!(
            "SELECT links.id FROM links WHERE links.{column} IN (SELECT id FROM @given) {which}
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
