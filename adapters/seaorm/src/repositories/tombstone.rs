use async_trait::async_trait;
use korotko_core::link::{Link, Namespace, Slug};
use korotko_core::ports::{StoreError, Timestamp, TombstoneRepository};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::link::CLEARED;
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
        self.one(select).await
    }

    async fn clear(&self, until: Timestamp) -> Result<u64, StoreError> {
        self.writer()?;
        let mut cleared = 0;
        loop {
            let uncleared = Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(Column::DeletedAt.lte(micros(until)))
                .filter(uncleared())
                .limit(CLEARED as u64)
                // So that nobody brings one back meanwhile.
                .lock_exclusive();
            let ids = uncleared.into_tuple::<i64>().all(self.reader()).await;
            let ids = ids.map_err(|error| self.fail(error))?;
            if ids.is_empty() {
                return Ok(cleared);
            }
            cleared += self.clear_links(&ids).await?;
        }
    }

    async fn delete(&self, until: Timestamp) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::DeletedAt.lte(micros(until)));
        self.delete_all(delete).await
    }
}

/// What still has something to clear. In words and not in a parameter, so that the index of just these is used.
fn uncleared() -> Expr {
    Expr::cust("url <> ''")
}
