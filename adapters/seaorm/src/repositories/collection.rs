use async_trait::async_trait;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{CollectionQuery, CollectionRepository, InsertCollection, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
};

use crate::entities::collection::{ActiveModel, Column, Counted, Entity};
use crate::entities::collection_link;
use crate::session::Session;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> CollectionRepository for Session<C> {
    async fn find_by_id(&self, id: CollectionId) -> Result<Option<Collection>, StoreError> {
        let mut found = self.counted(Entity::find_by_id(id.0)).await?;
        Ok(found.pop())
    }

    async fn find_for_update(&self, id: CollectionId) -> Result<Option<Collection>, StoreError> {
        // A lock outside a unit has no effect, as with users.
        self.writer()?;
        let mut found = self
            .counted(Entity::find_by_id(id.0).lock_exclusive())
            .await?;
        Ok(found.pop())
    }

    async fn list(&self, query: &CollectionQuery) -> Result<Vec<Collection>, StoreError> {
        let select = Entity::find()
            .filter(Column::OwnerId.eq(query.owner.0))
            .apply_if(query.name.as_ref(), |select, name| {
                select.filter(Column::NameFolded.eq(name.folded()))
            })
            .apply_if(query.link, |select, link| {
                let collections = Query::select()
                    .column(collection_link::Column::CollectionId)
                    .from(collection_link::Entity)
                    .and_where(collection_link::Column::LinkId.eq(link.0))
                    .take();
                select.filter(Column::Id.in_subquery(collections))
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.lt(after.0))
            })
            .order_by_desc(Column::Id)
            .limit(u64::from(query.limit));
        self.counted(select).await
    }

    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError> {
        let theirs = Entity::find().filter(Column::OwnerId.eq(owner.0));
        let count = theirs.count(self.reader()).await;
        count.map_err(|error| self.fail(error))
    }

    async fn insert(&self, collection: &InsertCollection) -> Result<Collection, StoreError> {
        let insert = Entity::insert(ActiveModel::from(collection));
        let inserted = insert.exec_with_returning(self.writer()?).await;
        let row = inserted.map_err(|error| self.fail(error))?;
        row.into_empty().try_into()
    }

    async fn update(&self, collection: &Collection) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .set(ActiveModel::from(collection))
            .filter(Column::Id.eq(collection.id.0));
        self.update_one(update).await
    }

    async fn delete(&self, id: CollectionId) -> Result<bool, StoreError> {
        let delete = Entity::delete_many().filter(Column::Id.eq(id.0));
        Ok(self.delete_all(delete).await? > 0)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// The collections that `select` finds, with their numbers of links.
    async fn counted(&self, select: Select<Entity>) -> Result<Vec<Collection>, StoreError> {
        let links = Expr::SubQuery(None, Box::new(links().into()));
        let links = links.sub(Expr::cust(STAGED_LINKS));
        let select = select
            .filter(Expr::cust(NOT_STAGED))
            .expr_as(links, "links");
        let rows: Vec<Counted> = self.rows(select.as_query()).await?;
        rows.into_iter().map(Collection::try_from).collect()
    }
}

/// The condition that no unfinished import staged the collection.
const NOT_STAGED: &str =
    "(collections.import_id IS NULL OR collections.import_id NOT IN (SELECT id FROM imports))";

/// The number of its links that unfinished imports staged.
const STAGED_LINKS: &str =
    "(SELECT CAST(coalesce(sum(import_memberships.links), 0) AS bigint) FROM import_memberships
    WHERE import_memberships.collection_id = collections.id)";

/// The number of a collection's links, without deleted ones.
fn links() -> SelectStatement {
    use collection_link::Column as Member;
    Query::select()
        .expr(Expr::cust("count(*)"))
        .from(collection_link::Entity)
        .and_where(Member::CollectionId.into_expr().eq(Column::Id.into_expr()))
        .and_where(Member::LinkDeleted.eq(false))
        .take()
}
