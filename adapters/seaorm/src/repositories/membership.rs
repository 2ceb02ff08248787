use std::collections::HashMap;

use async_trait::async_trait;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::Link;
use korotko_core::ports::{Membership, MembershipRepository, StoreError};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, Iterable, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::entities::collection_link::{Column, Entity, Model};
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
        let rows = self.rows_of(memberships).await?;
        let mut insert = Query::insert()
            .into_table(Entity)
            .columns(Column::iter())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .to_owned();
        for row in rows {
            insert.values_panic([
                row.link_id.into(),
                row.collection_id.into(),
                row.link_created_at.into(),
                row.link_deleted.into(),
            ]);
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
    /// The rows, with the columns copied from the links, which are locked until the unit ends.
    async fn rows_of(&self, memberships: &[Membership]) -> Result<Vec<Model>, StoreError> {
        let links = memberships.iter().map(|membership| membership.link.0);
        let select = link::Entity::find()
            .select_only()
            .column(link::Column::Id)
            .column(link::Column::CreatedAt)
            .column(link::Column::DeletedAt)
            .filter(link::Column::Id.is_in(links))
            .order_by_asc(link::Column::Id)
            .lock_shared();
        let found = select.into_tuple::<(i64, i64, Option<i64>)>();
        let found = found.all(self.reader()).await;
        let found = found.map_err(|error| self.fail(error))?.into_iter();
        let links: HashMap<i64, (i64, bool)> = found
            .map(|(id, created, deleted)| (id, (created, deleted.is_some())))
            .collect();
        let row = |membership: &Membership| {
            let (link_created_at, link_deleted) = links.get(&membership.link.0).copied()?;
            Some(Model {
                link_id: membership.link.0,
                collection_id: membership.collection.0,
                link_created_at,
                link_deleted,
            })
        };
        let rows: Option<Vec<Model>> = memberships.iter().map(row).collect();
        let mut rows = rows.ok_or(StoreError::Missing)?;
        // In a fixed order, so that two units that add the same memberships cannot deadlock.
        rows.sort_unstable_by_key(|row| (row.link_id, row.collection_id));
        Ok(rows)
    }

    /// Updates in the memberships of distinct links whether these are deleted.
    pub(super) async fn update_memberships(&self, links: &[&Link]) -> Result<(), StoreError> {
        for deleted in [true, false] {
            let such = links
                .iter()
                .filter(|link| link.deleted_at.is_some() == deleted);
            let ids: Vec<i64> = such.map(|link| link.id.0).collect();
            if ids.is_empty() {
                continue;
            }
            let update = Entity::update_many()
                .col_expr(Column::LinkDeleted, Expr::val(deleted))
                .filter(Column::LinkId.is_in(ids))
                .filter(Column::LinkDeleted.ne(deleted));
            self.update_all(update).await?;
        }
        Ok(())
    }
}
