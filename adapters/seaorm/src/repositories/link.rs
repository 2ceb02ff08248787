use async_trait::async_trait;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkRepository, LinkScan, StoreError};
use sea_orm::sea_query::{Expr, InsertStatement, IntoIden, LockType, Query, UpdateStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QuerySelect};

use super::link_counts::counting_owner;
use super::link_list;
use crate::entities::link::{Column, Entity, Model, NO_TAGS, SEARCH_TEXT, not_staged, written};
use crate::entities::{collection_link, link_tag, share};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> LinkRepository for Session<C> {
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        let found = Entity::find_by_id(id.0).filter(not_staged());
        let mut found = self.links(found).await?;
        Ok(found.pop())
    }

    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        // A lock outside a unit has no effect, as with users.
        self.writer()?;
        let locked = Entity::find_by_id(id.0).filter(not_staged()).lock(ROW_LOCK);
        let mut found = self.links(locked).await?;
        Ok(found.pop())
    }

    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        link_list::list(self, query).await
    }

    async fn scan(&self, scan: &LinkScan) -> Result<Vec<Link>, StoreError> {
        link_list::scan(self, scan).await
    }

    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError> {
        self.find_link_count(owner).await
    }

    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError> {
        self.writer()?;
        let rows: Vec<Model> = self.rows(&insert(&[(link, None)])).await?;
        let link: Link = one(rows)?.try_into()?;
        self.insert_totals(&[&link]).await?;
        self.insert_tags(&[&link]).await?;
        self.count_links(&[&link]).await?;
        Ok(link)
    }

    async fn update(&self, link: &Link) -> Result<(), StoreError> {
        self.writer()?;
        let before = self.find_counting_owner(link.id).await?;
        let mut update = update(link);
        update.returning(Query::returning().columns(Column::iter()));
        let rows: Vec<Model> = self.rows(&update).await?;
        let link: Link = one(rows)?.try_into()?;
        self.update_exhausted(&[link.id.0]).await?;
        self.update_totals(&[&link]).await?;
        self.recount_links([(before, counting_owner(&link))].into_iter())
            .await?;
        self.update_tags(&[&link]).await?;
        self.update_memberships(&[&link]).await
    }
}

/// The lock of links against changes by other units. It is not so exclusive that it waits for rows that refer to links, as those
/// of clicks do.
pub(super) const ROW_LOCK: LockType = LockType::NoKeyUpdate;

impl<C: ConnectionTrait> Session<C> {
    /// Clears these links except their slugs, owners and times, and returns their number. A cleared link has an empty URL.
    pub(super) async fn clear_links(&self, ids: &[i64]) -> Result<u64, StoreError> {
        let these = || ids.iter().copied();
        let tags = link_tag::Entity::delete_many();
        self.delete_all(tags.filter(link_tag::Column::LinkId.is_in(these())))
            .await?;
        let memberships = collection_link::Entity::delete_many();
        self.delete_all(memberships.filter(collection_link::Column::LinkId.is_in(these())))
            .await?;
        let shares = share::Entity::delete_many();
        self.delete_all(shares.filter(share::Column::LinkId.is_in(these())))
            .await?;
        let clear = Entity::update_many()
            .col_expr(Column::Url, Expr::val(""))
            .col_expr(Column::FallbackUrl, Expr::val(None::<String>))
            .col_expr(Column::Title, Expr::val(None::<String>))
            .col_expr(Column::Tags, Expr::val(NO_TAGS))
            .col_expr(SEARCH_TEXT, Expr::val(None::<String>))
            .col_expr(Column::ImportedClicks, Expr::val(None::<i64>))
            .col_expr(Column::BlockReason, Expr::val(None::<String>))
            .filter(Column::Id.is_in(these()));
        self.update_all(clear).await
    }
}

/// Inserts these links in order, and returns their rows. Either all of them have ids, or the database assigns them.
pub(super) fn insert(links: &[(&InsertLink, Option<i64>)]) -> InsertStatement {
    let mut insert = Query::insert()
        .into_table(Entity)
        .returning(Query::returning().columns(Column::iter()))
        .to_owned();
    for &(link, id) in links {
        let created_at = (
            Column::CreatedAt.into_iden(),
            micros(link.created_at).into(),
        );
        let id = id.map(|id| (Column::Id.into_iden(), id.into()));
        let link = link.clone().into_link(LinkId(0));
        let values = written(&link).into_iter().chain([created_at]).chain(id);
        let (columns, values): (Vec<_>, Vec<_>) = values.unzip();
        insert.columns(columns);
        insert.values_panic(values.into_iter().map(Expr::value));
    }
    insert
}

/// Writes all columns of one link.
pub(super) fn update(link: &Link) -> UpdateStatement {
    let values = written(link).into_iter();
    let values = values.map(|(column, value)| (column, Expr::value(value)));
    Query::update()
        .table(Entity)
        .values(values)
        .and_where(Column::Id.eq(link.id.0))
        .take()
}

fn one(rows: Vec<Model>) -> Result<Model, StoreError> {
    rows.into_iter().next().ok_or(StoreError::Missing)
}
