use async_trait::async_trait;
use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyHash};
use korotko_core::ports::{InsertKey, KeyQuery, KeyRepository, StoreError, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::api_key::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> KeyRepository for Session<C> {
    async fn find_by_id(&self, id: KeyId) -> Result<Option<ApiKey>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        let same = Column::Hash.eq(hash.0.to_vec());
        self.one(Entity::find().filter(same)).await
    }

    async fn list(&self, query: &KeyQuery) -> Result<Vec<ApiKey>, StoreError> {
        let select = Entity::find()
            .apply_if(query.owner, |select, owner| {
                select.filter(Column::OwnerId.eq(owner.0))
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn insert(&self, key: &InsertKey) -> Result<ApiKey, StoreError> {
        let insert = Entity::insert(ActiveModel::from(key));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn record_use(
        &self,
        id: KeyId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError> {
        let last = Column::LastUsedAt;
        let update = Entity::update_many()
            .col_expr(last, Expr::val(micros(at)))
            .filter(Column::Id.eq(id.0))
            .filter(last.is_null().or(last.lte(micros(unless_after))));
        Ok(self.update_all(update).await? > 0)
    }

    async fn delete(&self, id: KeyId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }

    async fn delete_by_owner(&self, owner: UserId) -> Result<Vec<KeyId>, StoreError> {
        let delete = Entity::delete_many().filter(Column::OwnerId.eq(owner.0));
        let deleted = delete.exec_with_returning(self.writer()?).await;
        let deleted = deleted.map_err(|error| self.fail(error))?;
        Ok(deleted.into_iter().map(|row| KeyId(row.id)).collect())
    }
}
