use std::sync::Arc;

use korotko_core::id::LinkId;
use korotko_core::link::{Namespace, Route, TargetUrl};
use korotko_core::ports::StoreError;
use sea_orm::{DbErr, QueryResult};

use crate::entities::link::{block, max_clicks, query_forwarding, redirect_status};
use crate::time::moment;

/// The columns of a [`Row`].
pub(super) const COLUMNS: &str = "links.id, links.url, links.redirect_status, links.query_forwarding, links.expires_at, links.max_clicks, \
    links.fallback_url, links.exhausted, links.disabled_at, links.blocked_at, links.block_cause, links.block_reason, \
    links.deleted_at, users.deleted_at, users.links_disabled";

/// The position of the column after these, the number of the key whose row it is.
pub(super) const KEY: usize = 15;

/// What a route is made of.
pub(super) struct Row {
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
    block_cause: Option<String>,
    block_reason: Option<String>,
    deleted_at: Option<i64>,
    /// The row of an owner remains for a while after the account is deleted.
    owner_deleted_at: Option<i64>,
    /// Whether an administrator disabled all links of the owner.
    owner_disabled: Option<bool>,
}

impl Row {
    /// Reads the [`COLUMNS`] by position: finding them by name would take as long as the statement.
    pub(super) fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
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
            block_cause: row.try_get_by(10)?,
            block_reason: row.try_get_by(11)?,
            deleted_at: row.try_get_by(12)?,
            owner_deleted_at: row.try_get_by(13)?,
            owner_disabled: row.try_get_by(14)?,
        })
    }

    /// The route, unless it was in the namespace of an account that is deleted.
    pub(super) fn into_route(self, namespace: Namespace) -> Result<Option<Route>, StoreError> {
        if self.owner_deleted_at.is_some() && namespace != Namespace::Global {
            return Ok(None);
        }
        let deleted_at = self.deleted_at.or(self.owner_deleted_at);
        Ok(Some(Route {
            link: LinkId(self.id),
            target: TargetUrl::from_stored(self.url),
            redirect_status: redirect_status(self.redirect_status)?,
            query_forwarding: query_forwarding(&self.query_forwarding)?,
            expires_at: self.expires_at.map(moment).transpose()?,
            max_clicks: max_clicks(self.max_clicks)?,
            fallback: self.fallback_url.map(TargetUrl::from_stored),
            exhausted: self.exhausted,
            disabled: self.disabled_at.is_some() || self.owner_disabled == Some(true),
            block: block(self.blocked_at, self.block_cause, self.block_reason)?.map(Arc::new),
            deleted_at: deleted_at.map(moment).transpose()?,
        }))
    }
}
