use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::{Namespace, Route, Slug, TargetUrl};
use korotko_core::ports::{RouteFinder, StoreError};
use sea_orm::sea_query::NullOrdering;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use crate::SeaStore;
use crate::entities::link::{
    Column, Entity, max_clicks, namespace_column, not_staged, query_forwarding, redirect_status,
};
use crate::entities::user;
use crate::time::moment;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    url: String,
    redirect_status: i64,
    query_forwarding: String,
    expires_at: Option<i64>,
    max_clicks: Option<i64>,
    fallback_url: Option<String>,
    exhausted: bool,
    disabled_at: Option<i64>,
    blocked_at: Option<i64>,
    deleted_at: Option<i64>,
    owner_deleted_at: Option<i64>,
}

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
            .column(Column::QueryForwarding)
            .column(Column::ExpiresAt)
            .column(Column::MaxClicks)
            .column(Column::FallbackUrl)
            .column(Column::Exhausted)
            .column(Column::DisabledAt)
            .column(Column::BlockedAt)
            .column(Column::DeletedAt)
            .column_as(user::Column::DeletedAt, "owner_deleted_at")
            .join(JoinType::LeftJoin, owner())
            .filter(Column::Namespace.eq(namespace_column(namespace)))
            .filter(Column::Slug.eq(slug.as_str()))
            .filter(not_staged())
            .order_by_with_nulls(Column::DeletedAt, Order::Desc, NullOrdering::First)
            .order_by_desc(Column::Id)
            .into_model::<Row>();
        let found = select.one(self.committed.reader()).await;
        let row = found.map_err(|error| self.committed.fail(error))?;
        row.map_or(Ok(None), |row| route(namespace, row))
    }

    /// Does nothing: routes are not cached here.
    fn forget(&self, _namespace: Namespace, _slug: &Slug) {}

    fn forget_all(&self) {}
}

/// A link's owner, whose row remains for a while after the account is deleted.
fn owner() -> RelationDef {
    Entity::belongs_to(user::Entity)
        .from(Column::OwnerId)
        .to(user::Column::Id)
        .into()
}

fn route(namespace: Namespace, row: Row) -> Result<Option<Route>, StoreError> {
    if row.owner_deleted_at.is_some() && namespace != Namespace::Global {
        return Ok(None);
    }
    let deleted_at = row.deleted_at.or(row.owner_deleted_at);
    Ok(Some(Route {
        link: LinkId(row.id),
        target: TargetUrl::from_stored(row.url),
        redirect_status: redirect_status(row.redirect_status)?,
        query_forwarding: query_forwarding(&row.query_forwarding)?,
        expires_at: row.expires_at.map(moment).transpose()?,
        max_clicks: max_clicks(row.max_clicks)?,
        fallback: row.fallback_url.map(TargetUrl::from_stored),
        exhausted: row.exhausted,
        disabled: row.disabled_at.is_some(),
        blocked: row.blocked_at.is_some(),
        deleted_at: deleted_at.map(moment).transpose()?,
    }))
}
