use async_trait::async_trait;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkRepository, StoreError, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Set,
};

use crate::entities::link::{ActiveModel, Column, Entity, GLOBAL};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> LinkRepository for Session<C> {
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.one(Entity::find_by_id(id.0)).await
    }

    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        // As with users: a lock outside a unit keeps nothing.
        self.writer()?;
        self.one(Entity::find_by_id(id.0).lock_exclusive()).await
    }

    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(query.owner.0))
            .filter(Column::DeletedAt.is_null())
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError> {
        let insert = Entity::insert(ActiveModel::from(link));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        inserted.map_err(|error| self.fail(error))?.try_into()
    }

    async fn update(&self, link: &Link) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .set(ActiveModel::from(link))
            .filter(Column::Id.eq(link.id.0));
        self.update_one(update).await
    }

    async fn delete_by_owner(&self, owner: UserId, now: Timestamp) -> Result<u64, StoreError> {
        let personal = Entity::delete_many().filter(Column::Namespace.eq(owner.0));
        let live = personal.clone().filter(Column::DeletedAt.is_null());
        let live_personal = self.delete_all(live).await?;
        self.delete_all(personal).await?;

        let global = Entity::update_many()
            .filter(Column::OwnerId.eq(owner.0))
            .filter(Column::Namespace.eq(GLOBAL));
        let released = ActiveModel {
            owner_id: Set(None),
            ..ActiveModel::default()
        };
        let buried = ActiveModel {
            updated_at: Set(micros(now)),
            deleted_at: Set(Some(micros(now))),
            ..released.clone()
        };
        let live = global.clone().filter(Column::DeletedAt.is_null());
        let live_global = self.update_all(live.set(buried)).await?;
        self.update_all(global.set(released)).await?;
        Ok(live_personal + live_global)
    }
}
