use async_trait::async_trait;
use korotko_core::id::{ShareId, UserId};
use korotko_core::ports::{InsertShare, ShareRepository, StoreError};
use korotko_core::share::{Share, ShareSubject};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::entities::share::{ActiveModel, Column, Entity};
use crate::session::Session;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ShareRepository for Session<C> {
    async fn find_by_id(&self, id: ShareId) -> Result<Option<Share>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_by_subject(&self, subject: ShareSubject) -> Result<Option<Share>, StoreError> {
        let same = match subject {
            ShareSubject::Link(id) => Column::LinkId.eq(id.0),
            ShareSubject::Collection(id) => Column::CollectionId.eq(id.0),
        };
        self.one(Entity::find().filter(same)).await
    }

    async fn list(
        &self,
        owner: UserId,
        after: Option<ShareId>,
        limit: u32,
    ) -> Result<Vec<Share>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(owner.0))
            .apply_if(after, |select, after| select.filter(Column::Id.lt(after.0)))
            .order_by_desc(Column::Id)
            .limit(u64::from(limit));
        self.all(select).await
    }

    async fn insert(&self, share: &InsertShare) -> Result<Share, StoreError> {
        let insert = Entity::insert(ActiveModel::from(share));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn delete(&self, id: ShareId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }
}
