use async_trait::async_trait;
use korotko_core::link::{Link, Namespace, Slug};
use korotko_core::ports::{StoreError, Timestamp, TombstoneRepository};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

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

    async fn delete(&self, until: Timestamp) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::DeletedAt.lte(micros(until)));
        self.delete_all(delete).await
    }
}
