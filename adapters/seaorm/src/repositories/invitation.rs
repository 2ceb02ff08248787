use async_trait::async_trait;
use korotko_core::id::InvitationId;
use korotko_core::ports::{InsertInvitation, InvitationRepository, StoreError, Timestamp};
use korotko_core::user::{Email, Invitation};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::invitation::{ActiveModel, Column, Entity};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> InvitationRepository for Session<C> {
    async fn find_by_id(&self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn list(
        &self,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        let select = Entity::find()
            .apply_if(after, |select, after| select.filter(Column::Id.lt(after.0)))
            .order_by_desc(Column::Id)
            .limit(u64::from(limit));
        self.all(select).await
    }

    async fn insert(&self, invitation: &InsertInvitation) -> Result<Invitation, StoreError> {
        let insert = Entity::insert(ActiveModel::from(invitation));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn delete(&self, id: InvitationId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }

    async fn delete_by_email(&self, email: &Email) -> Result<bool, StoreError> {
        let same = Column::EmailCanonical.eq(email.canonical());
        Ok(self.delete_all(Entity::delete_many().filter(same)).await? > 0)
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find().filter(Column::CreatedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}
