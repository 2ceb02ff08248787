use async_trait::async_trait;
use korotko_core::link::{Link, Namespace, Slug};
use korotko_core::ports::{StoreError, Timestamp, TombstoneRepository};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::link::ROW_LOCK;
use crate::entities::link::{Column, Entity, namespace_column};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> TombstoneRepository for Session<C> {
    async fn find_latest(
        &self,
        namespace: Namespace,
        slug: &Slug,
        deleted_after: Timestamp,
    ) -> Result<Option<Link>, StoreError> {
        let select = Entity::find()
            .filter(Column::Namespace.eq(namespace_column(namespace)))
            .filter(Column::Slug.eq(slug.as_str()))
            .filter(Column::DeletedAt.gt(micros(deleted_after)))
            .order_by_desc(Column::DeletedAt)
            .order_by_desc(Column::Id);
        let mut found = self.links(select.limit(1)).await?;
        Ok(found.pop())
    }

    async fn clear(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.writer()?;
        let uncleared = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::DeletedAt.lte(micros(until)))
            .filter(uncleared())
            .limit(limit)
            // So that no link is restored concurrently.
            .lock(ROW_LOCK);
        let ids = uncleared.into_tuple::<i64>().all(self.reader()).await;
        let ids = ids.map_err(|error| self.fail(error))?;
        if ids.is_empty() {
            return Ok(0);
        }
        self.clear_links(&ids).await
    }

    async fn delete(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.lock_counting().await?;
        let old = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::DeletedAt.lte(micros(until)))
            .order_by_asc(Column::Id)
            .limit(limit)
            .lock_exclusive();
        let old = old.into_tuple::<i64>().all(self.reader()).await;
        let old = old.map_err(|error| self.fail(error))?;
        self.delete_links(&old).await
    }

    async fn purge_deleted_accounts(&self, limit: u64) -> Result<u64, StoreError> {
        self.remove_rows_of_deleted_users(limit).await
    }
}

/// The condition that a link is not cleared. Literal and not a parameter, so that the partial index is used.
fn uncleared() -> Expr {
    Expr::cust("url <> ''")
}
