use async_trait::async_trait;
use korotko_core::id::{SessionId, UserId};
use korotko_core::ports::{InsertSession, SessionRepository, StoreError, Timestamp};
use korotko_core::session::{self, SessionHash};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::session::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SessionRepository for Session<C> {
    async fn find_by_id(&self, id: SessionId) -> Result<Option<session::Session>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_by_hash(
        &self,
        hash: &SessionHash,
    ) -> Result<Option<session::Session>, StoreError> {
        let same = Column::Hash.eq(hash.0.to_vec());
        self.one(Entity::find().filter(same)).await
    }

    async fn list(
        &self,
        user: UserId,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<Vec<session::Session>, StoreError> {
        let select = Entity::find()
            .filter(Column::UserId.eq(user.0))
            .apply_if(after, |select, after| select.filter(Column::Id.lt(after.0)))
            .order_by_desc(Column::Id)
            .limit(u64::from(limit));
        self.all(select).await
    }

    async fn insert(&self, session: &InsertSession) -> Result<session::Session, StoreError> {
        let insert = Entity::insert(ActiveModel::from(session));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn record_use(
        &self,
        id: SessionId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError> {
        let last = Column::LastSeenAt;
        let update = Entity::update_many()
            .col_expr(last, Expr::val(micros(at)))
            .filter(Column::Id.eq(id.0))
            .filter(last.lte(micros(unless_after)));
        Ok(self.update_all(update).await? > 0)
    }

    async fn delete(&self, id: SessionId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }

    async fn delete_idle(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::LastSeenAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
