use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::{Namespace, Route, Slug, TargetUrl};
use korotko_core::ports::{RouteFinder, StoreError, Timestamp};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

use crate::SeaStore;
use crate::entities::link::{Column, Entity, max_clicks, namespace_column, redirect_status};
use crate::entities::user;
use crate::time::moment;

/// The columns of a route, in the order in which they are asked for; the last one is when the owner was deleted.
type Row = (
    i64,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
);

#[async_trait]
impl RouteFinder for SeaStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        let select = Entity::find()
            .select_only()
            .column(Column::Id)
            .column(Column::Url)
            .column(Column::RedirectStatus)
            .column(Column::ExpiresAt)
            .column(Column::MaxClicks)
            .column(Column::DeletedAt)
            .column_as(user::Column::DeletedAt, "owner_deleted_at")
            .join(JoinType::LeftJoin, owner())
            .filter(Column::Namespace.eq(namespace_column(namespace)))
            .filter(Column::Slug.eq(slug.as_str()))
            .order_by_with_nulls(Column::DeletedAt, Order::Desc, NullOrdering::First)
            .order_by_desc(Column::Id)
            .into_tuple();
        let found = select.one(self.committed.reader()).await;
        let row = found.map_err(|error| self.committed.fail(error))?;
        row.map_or(Ok(None), |row| route(namespace, row))
    }

    /// Nothing is remembered.
    fn forget(&self, _namespace: Namespace, _slug: &Slug) {}

    fn forget_all(&self) {}
}

/// A link's owner, whose rows stay for a while after the account was deleted.
fn owner() -> RelationDef {
    Entity::belongs_to(user::Entity)
        .from(Column::OwnerId)
        .to(user::Column::Id)
        .into()
}

fn route(
    namespace: Namespace,
    (id, url, status, expires_at, most, deleted_at, owner_deleted_at): Row,
) -> Result<Option<Route>, StoreError> {
    if owner_deleted_at.is_some() && namespace != Namespace::Global {
        return Ok(None);
    }
    let deleted_at: Option<Timestamp> = deleted_at.or(owner_deleted_at).map(moment).transpose()?;
    Ok(Some(Route {
        link: LinkId(id),
        target: TargetUrl::from_stored(url),
        redirect_status: redirect_status(status)?,
        expires_at: expires_at.map(moment).transpose()?,
        max_clicks: max_clicks(most)?,
        deleted_at,
    }))
}
