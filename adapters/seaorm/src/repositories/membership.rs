use std::collections::HashMap;

use async_trait::async_trait;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::{Membership, MembershipRepository, StoreError};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entities::collection_link::{Column, Entity};
use crate::entities::link;
use crate::session::Session;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> MembershipRepository for Session<C> {
    async fn list_by_links(&self, links: &[LinkId]) -> Result<Vec<Membership>, StoreError> {
        let select = Entity::find()
            .filter(Column::LinkId.is_in(links.iter().map(|link| link.0)))
            .order_by_asc(Column::LinkId)
            .order_by_asc(Column::CollectionId);
        self.all(select).await
    }

    async fn count(&self, collection: CollectionId) -> Result<u64, StoreError> {
        let members = Entity::find().filter(Column::CollectionId.eq(collection.0));
        let count = members.count(self.reader()).await;
        count.map_err(|error| self.fail(error))
    }

    async fn insert(&self, memberships: &[Membership]) -> Result<u64, StoreError> {
        let writer = self.writer()?;
        if memberships.is_empty() {
            return Ok(0);
        }
        let made = self.made_at(memberships).await?;
        let mut insert = Query::insert()
            .into_table(Entity)
            .columns([Column::CollectionId, Column::LinkCreatedAt, Column::LinkId])
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .to_owned();
        for Membership { collection, link } in memberships {
            let made = made.get(&link.0).ok_or(StoreError::Missing)?;
            insert.values_panic([collection.0.into(), (*made).into(), link.0.into()]);
        }
        let inserted = writer.execute(&insert).await;
        Ok(inserted.map_err(|error| self.fail(error))?.rows_affected())
    }

    async fn delete(&self, membership: Membership) -> Result<bool, StoreError> {
        let delete = Entity::delete_many()
            .filter(Column::CollectionId.eq(membership.collection.0))
            .filter(Column::LinkId.eq(membership.link.0));
        Ok(self.delete_all(delete).await? > 0)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// When the links were made that are there, by id.
    async fn made_at(&self, memberships: &[Membership]) -> Result<HashMap<i64, i64>, StoreError> {
        let links = memberships.iter().map(|membership| membership.link.0);
        let select = link::Entity::find()
            .select_only()
            .column(link::Column::Id)
            .column(link::Column::CreatedAt)
            .filter(link::Column::Id.is_in(links));
        let found = select.into_tuple::<(i64, i64)>().all(self.reader()).await;
        let found = found.map_err(|error| self.fail(error))?;
        Ok(found.into_iter().collect())
    }
}
