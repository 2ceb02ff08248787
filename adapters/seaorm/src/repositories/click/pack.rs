//! Packing: which rows go into packs in one unit, and how they get there. Whoever packs holds the links or users, and all shards,
//! so nobody reads a row to add to it that is gone by the time they write.

mod batch;
mod breakdowns;
mod counts;
mod loose;

use korotko_core::click::Day;
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{PackCursor, StoreError};
use sea_orm::{ConnectionTrait, Statement};

use self::batch::{Batch, Candidate};
use crate::rollup::{LINKS, Rollup, USERS};
use crate::session::Session;

/// How many links or users are looked at in one unit.
const MOST_LOOKED_AT: usize = 250;

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn pack_some(
        &self,
        after: Option<PackCursor>,
        before: Day,
    ) -> Result<Option<PackCursor>, StoreError> {
        self.writer()?;
        let (rollup, after) = match after {
            None => (LINKS, 0),
            Some(PackCursor::Link(id)) => (LINKS, id.0),
            Some(PackCursor::Owner(id)) => (USERS, id.0),
        };
        let is_of_links = rollup == LINKS;
        let candidates = self.find_candidates(rollup, after, before).await?;
        let batch = Batch::of(rollup, after, &candidates, before);
        if !batch.ids.is_empty() {
            self.hold_all(is_of_links, &batch.ids).await?;
            self.pack_counts(&batch).await?;
            self.pack_breakdowns(&batch).await?;
        }
        let is_last = batch.reaches_the_end && candidates.len() < MOST_LOOKED_AT;
        Ok(match (is_of_links, is_last) {
            (true, true) => Some(PackCursor::Owner(UserId(0))),
            (true, false) => Some(PackCursor::Link(LinkId(batch.next_after))),
            (false, true) => None,
            (false, false) => Some(PackCursor::Owner(UserId(batch.next_after))),
        })
    }

    /// The links or users behind `after` that have loose rows.
    async fn find_candidates(
        &self,
        Rollup {
            counts: table, id, ..
        }: Rollup,
        after: i64,
        before: Day,
    ) -> Result<Vec<Candidate>, StoreError> {
        // From one to the next, since each may have thousands of rows.
        let old = |which| {
            format!(
                "(SELECT {which}(period) FROM {table} WHERE {id} = walk.id AND grain = 1 AND period < $2)"
            )
        };
        let sql = format!(
            "WITH RECURSIVE walk (id) AS (
                SELECT min({id}) FROM {table} WHERE {id} > $1
                UNION ALL SELECT (SELECT min({id}) FROM {table} WHERE {id} > walk.id)
                FROM walk WHERE walk.id IS NOT NULL)
            SELECT id, {}, {} FROM walk WHERE id IS NOT NULL LIMIT {MOST_LOOKED_AT}",
            old("min"),
            old("max")
        );
        let values = [after.into(), before.0.into()];
        let select = Statement::from_sql_and_values(self.backend(), sql, values);
        let found = self.read(select, |row| {
            let oldest: Option<i64> = row.try_get_by_index(1)?;
            let newest: Option<i64> = row.try_get_by_index(2)?;
            Ok(Candidate {
                id: row.try_get_by_index(0)?,
                days: oldest.zip(newest),
            })
        });
        found.await
    }

    async fn hold_all(&self, are_links: bool, ids: &[i64]) -> Result<(), StoreError> {
        if are_links {
            let links: Vec<LinkId> = ids.iter().map(|id| LinkId(*id)).collect();
            self.hold_links(&links).await?;
        } else {
            self.hold_users(ids.iter().copied().collect()).await?;
        }
        let lock = self.locking("FOR UPDATE");
        let sql = format!("SELECT shard FROM click_shards ORDER BY shard {lock}");
        let select = Statement::from_string(self.backend(), sql);
        self.read(select, |_| Ok(())).await.map(drop)
    }
}
