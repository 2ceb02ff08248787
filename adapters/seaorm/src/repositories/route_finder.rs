use std::sync::LazyLock;

use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::{Namespace, Route, Slug, TargetUrl};
use korotko_core::ports::{RouteFinder, StoreError};
use sea_orm::{DbErr, QueryResult, Statement};

use crate::SeaStore;
use crate::entities::link::{
    NOT_STAGED, max_clicks, namespace_column, query_forwarding, redirect_status,
};
use crate::time::moment;

/// Written as text, and read by position: building it, and finding its columns by name, would take as long as running it. The link
/// that is not deleted is first, then the one deleted last.
static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT links.id, url, redirect_status, query_forwarding, expires_at, max_clicks, fallback_url, exhausted, \
    disabled_at, blocked_at, links.deleted_at, users.deleted_at \
    FROM links LEFT JOIN users ON users.id = links.owner_id \
    WHERE namespace = $1 AND slug = $2 \
    AND {NOT_STAGED} \
    ORDER BY links.deleted_at DESC NULLS FIRST, links.id DESC LIMIT 1"
    )
});

#[async_trait]
impl RouteFinder for SeaStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        let values = [
            namespace_column(namespace).into(),
            slug.as_str().to_owned().into(),
        ];
        let session = &self.committed;
        let select = Statement::from_sql_and_values(session.backend(), FIND.as_str(), values);
        let found = session.read(select, read).await?;
        let row = found.into_iter().next();
        row.map_or(Ok(None), |row| route(namespace, row))
    }

    /// Does nothing: routes are not cached here.
    fn forget(&self, _namespace: Namespace, _slug: &Slug) {}

    fn forget_all(&self) {}
}

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
    /// The row of an owner remains for a while after the account is deleted.
    owner_deleted_at: Option<i64>,
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    Ok(Row {
        id: row.try_get_by(0)?,
        url: row.try_get_by(1)?,
        redirect_status: row.try_get_by(2)?,
        query_forwarding: row.try_get_by(3)?,
        expires_at: row.try_get_by(4)?,
        max_clicks: row.try_get_by(5)?,
        fallback_url: row.try_get_by(6)?,
        exhausted: row.try_get_by(7)?,
        disabled_at: row.try_get_by(8)?,
        blocked_at: row.try_get_by(9)?,
        deleted_at: row.try_get_by(10)?,
        owner_deleted_at: row.try_get_by(11)?,
    })
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
