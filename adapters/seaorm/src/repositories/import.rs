use async_trait::async_trait;
use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::ports::{ImportRepository, StoreError, Timestamp};
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::number::stored;
use crate::session::Session;
use crate::time::micros;
use crate::value_table::ValueTable;

/// Staged rows refer to an existing import, so deleting its row makes all of them visible. The references stay, and are
/// meaningless, since ids are never reused.
const COMPLETE: &str = "DELETE FROM imports WHERE id = $1 AND NOT abandoned";

const BEGIN: &str =
    "INSERT INTO imports (owner_id, staged_at, abandoned) VALUES ($1, $2, false) RETURNING id";

const TOUCH: &str = "UPDATE imports SET staged_at = $2 WHERE id = $1 AND NOT abandoned";

const ABANDON: &str = "UPDATE imports SET abandoned = true WHERE id = $1";

const ABANDON_STALE: &str =
    "UPDATE imports SET abandoned = true WHERE staged_at < $1 AND NOT abandoned";

/// Counts an import's links in each collection, which are subtracted from the collection's number of links.
const ADD_MEMBERSHIPS: &str = "
    INSERT INTO import_memberships (collection_id, import_id, links)
    SELECT collection_id, CAST($1 AS bigint), count(*) FROM collection_links WHERE link_id IN (SELECT id FROM @given)
    GROUP BY collection_id
    ON CONFLICT (collection_id, import_id) DO UPDATE SET links = import_memberships.links + excluded.links";

/// The failed imports whose rows are removed. Not read again in the same unit: another one may have failed since, whose rows
/// still exist.
const ABANDONED: &str = "SELECT id FROM imports WHERE abandoned ORDER BY id LIMIT 100";

/// Subtracts the memberships of removed links.
const SUBTRACT_MEMBERSHIPS: &str = "
    UPDATE import_memberships SET links = import_memberships.links - removed.links
    FROM (SELECT member.collection_id, link.import_id, count(*) AS links
        FROM @given INNER JOIN links AS link ON link.id = given.id
        INNER JOIN collection_links AS member ON member.link_id = link.id
        GROUP BY member.collection_id, link.import_id) AS removed
    WHERE import_memberships.collection_id = removed.collection_id AND import_memberships.import_id = removed.import_id";

/// The tables with staged rows; the rows that refer to these are removed with them.
const TABLES: [&str; 2] = ["links", "collections"];

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ImportRepository for Session<C> {
    async fn begin(&self, owner: UserId, now: Timestamp) -> Result<ImportId, StoreError> {
        self.writer()?;
        let values = [owner.0.into(), micros(now).into()];
        let insert = Statement::from_sql_and_values(self.backend(), BEGIN, values);
        let inserted = self.read(insert, |row| row.try_get_by_index(0)).await?;
        let id = inserted.first().copied().map(ImportId);
        id.ok_or_else(|| StoreError::internal("the import has no id"))
    }

    async fn stage(
        &self,
        import: ImportId,
        links: &[LinkId],
        collections: &[CollectionId],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let values = [import.0.into(), micros(now).into()];
        if self.change(TOUCH, values).await? == 0 {
            return Ok(false);
        }
        let links: Vec<i64> = links.iter().map(|link| link.0).collect();
        let collections: Vec<i64> = collections.iter().map(|collection| collection.0).collect();
        let import = || vec![import.0.into()];
        for (table, ids) in TABLES.into_iter().zip([&links, &collections]) {
            let sql =
                format!("UPDATE {table} SET import_id = $1 WHERE id IN (SELECT id FROM @given)");
            self.change_given(&sql, ids, import()).await?;
        }
        self.change_given(ADD_MEMBERSHIPS, &links, import()).await?;
        Ok(true)
    }

    async fn complete(&self, import: ImportId) -> Result<bool, StoreError> {
        Ok(self.change(COMPLETE, [import.0.into()]).await? > 0)
    }

    async fn abandon(&self, import: ImportId) -> Result<(), StoreError> {
        self.change(ABANDON, [import.0.into()]).await.map(drop)
    }

    async fn remove_abandoned(&self, since: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.change(ABANDON_STALE, [micros(since).into()]).await?;
        let abandoned = Statement::from_string(self.backend(), ABANDONED);
        let abandoned: Vec<i64> = self.read(abandoned, |row| row.try_get_by_index(0)).await?;
        let mut removed = 0;
        for table in TABLES {
            if removed < limit {
                let left = limit - removed;
                removed += self.remove_staged(table, &abandoned, left).await?;
            }
        }
        if removed < limit {
            removed += self.delete_given("imports", &abandoned).await?;
        }
        Ok(removed)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// Removes some of the rows that these imports staged.
    async fn remove_staged(
        &self,
        table: &str,
        imports: &[i64],
        limit: u64,
    ) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT id FROM {table} WHERE import_id IN (SELECT id FROM @given) ORDER BY id LIMIT $1"
        );
        let imports = ValueTable::new("id", imports.iter().copied());
        let select = imports.statement(self.backend(), &sql, vec![stored(limit).into()]);
        let ids: Vec<i64> = self.read(select, |row| row.try_get_by_index(0)).await?;
        if table == "links" {
            self.discount_links(&ids).await?;
            self.change_given(SUBTRACT_MEMBERSHIPS, &ids, Vec::new())
                .await?;
        }
        self.delete_given(table, &ids).await
    }

    /// Removes the rows with these ids.
    pub(super) async fn delete_given(&self, table: &str, ids: &[i64]) -> Result<u64, StoreError> {
        let sql = format!("DELETE FROM {table} WHERE id IN (SELECT id FROM @given)");
        self.change_given(&sql, ids, Vec::new()).await
    }

    /// Runs a statement on these ids, if there are any, and returns the number of rows.
    pub(super) async fn change_given(
        &self,
        sql: &str,
        ids: &[i64],
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        if ids.is_empty() {
            return Ok(0);
        }
        let given = ValueTable::new("id", ids.iter().copied());
        self.write(given.statement(self.backend(), sql, values))
            .await
    }
}
