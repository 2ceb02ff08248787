//! Clicks and visits one by one, which are kept for a while.

use korotko_core::click::{Click, ClickKind, Day, Dimension};
use korotko_core::ports::{StoreError, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::rollup::stored;
use crate::session::Session;
use crate::time::micros;
use crate::value_table::ValueTable;

/// A table of values has no NULL, so it says apart whether there is a visitor.
const INSERT: &str = "
    INSERT INTO clicks (at, link_id, visitor, kind, referrer, browser, os, device, language)
    SELECT at, link_id, CASE known WHEN 1 THEN visitor END, kind, referrer, browser, os, device, language FROM @given";

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn keep(&self, clicks: &[Click]) -> Result<(), StoreError> {
        let visitor = |click: &Click| click.visitor.map_or(0, |visitor| visitor.0);
        let known = |click: &Click| i64::from(click.visitor.is_some());
        let said = |dimension: Dimension| clicks.iter().map(move |click| dimension.of(click));
        let table = ValueTable::of("at", clicks.iter().map(|click| micros(click.at)))
            .numbers("link_id", clicks.iter().map(|click| click.link.0))
            .numbers("visitor", clicks.iter().map(visitor))
            .numbers("known", clicks.iter().map(known))
            .numbers("kind", clicks.iter().map(|click| kind(click.kind)))
            .texts("referrer", said(Dimension::Referrer))
            .texts("browser", said(Dimension::Browser))
            .texts("os", said(Dimension::Os))
            .texts("device", said(Dimension::Device))
            .texts("language", said(Dimension::Language));
        let insert = table.statement(self.backend(), INSERT, Vec::new());
        self.write(insert).await.map(drop)
    }

    pub(super) async fn delete_clicks(
        &self,
        before: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let sql = match self.backend() {
            DbBackend::Postgres => {
                "DELETE FROM clicks WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM clicks WHERE at < $1 ORDER BY at LIMIT $2))"
            }
            _ => {
                "DELETE FROM clicks WHERE rowid IN (
                    SELECT rowid FROM clicks WHERE at < $1 ORDER BY at LIMIT $2)"
            }
        };
        let values = [micros(before).into(), stored(limit).into()];
        self.change(sql, values).await
    }

    pub(super) async fn delete_visits(&self, before: Day, limit: u64) -> Result<u64, StoreError> {
        let sql = match self.backend() {
            DbBackend::Postgres => {
                "DELETE FROM click_visits WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM click_visits WHERE day < $1 ORDER BY day LIMIT $2))"
            }
            _ => {
                "DELETE FROM click_visits WHERE (day, link_id, visitor) IN (
                    SELECT day, link_id, visitor FROM click_visits WHERE day < $1 ORDER BY day LIMIT $2)"
            }
        };
        let values = [before.0.into(), stored(limit).into()];
        self.change(sql, values).await
    }
}

/// What the column of the kind holds.
fn kind(kind: ClickKind) -> i64 {
    match kind {
        ClickKind::Human => 0,
        ClickKind::Bot => 1,
        ClickKind::Preview => 2,
    }
}
