//! Adding to roll-ups and totals.

use std::collections::BTreeMap;

use korotko_core::click::{Counts, Tally};
use korotko_core::ports::StoreError;
use korotko_rollup::{Fold, ranges_of};
use sea_orm::ConnectionTrait;

use crate::number::stored;
use crate::session::Session;
use crate::time::micros;
use crate::value_table::ValueTable;

/// Every link has a row. The caller holds the lock of counting, so that units cannot deadlock here.
const ADD_TOTALS: &str = "
    UPDATE link_clicks SET
        clicks = link_clicks.clicks + given.clicks,
        humans = link_clicks.humans + given.humans,
        bots = link_clicks.bots + given.bots,
        previews = link_clicks.previews + given.previews,
        visitors = link_clicks.visitors + given.visitors,
        last_at = CASE WHEN link_clicks.last_at > given.last_at
            THEN link_clicks.last_at ELSE given.last_at END,
        last_human_at = CASE WHEN given.last_human_at = 0 OR link_clicks.last_human_at > given.last_human_at
            THEN link_clicks.last_human_at ELSE given.last_human_at END
    FROM @given WHERE link_clicks.link_id = given.link_id";

/// New clicks of a link; and the times of the last click and of a person's last click, or 0.
type Growth = (Counts, [i64; 2]);

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn add_tallies(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        self.lock_counting().await?;
        let mut fold = Fold::new(tallies);
        loop {
            let keys = fold.keys();
            if keys.is_empty() {
                break;
            }
            let found = self.find_rollups(&ranges_of(&keys)).await?;
            let (written, rest) = fold.merge(&found);
            self.write_rollups(written, &found).await?;
            fold = rest;
        }
        self.add_totals(tallies).await
    }

    async fn add_totals(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        let mut totals: BTreeMap<i64, Growth> = BTreeMap::new();
        for tally in tallies {
            let last = [Some(tally.last_at), tally.last_human_at];
            let last = last.map(|at| at.map_or(0, micros));
            let (counts, known) = totals.entry(tally.link.0).or_default();
            *counts += tally.counts;
            *known = [0, 1].map(|which| known[which].max(last[which]));
        }
        let all = totals.values();
        let number = |count: fn(&Counts) -> u64| {
            let counts = all.clone().map(|(counts, _)| counts);
            counts.map(move |counts| stored(count(counts)))
        };
        let last = |which: usize| all.clone().map(move |(_, last)| last[which]);
        let rows = ValueTable::new("link_id", totals.keys().copied())
            .numbers("clicks", number(Counts::clicks))
            .numbers("humans", number(|counts| counts.humans))
            .numbers("bots", number(|counts| counts.bots))
            .numbers("previews", number(|counts| counts.previews))
            .numbers("visitors", number(|counts| counts.visitors))
            .numbers("last_at", last(0))
            .numbers("last_human_at", last(1));
        let add = rows.statement(self.backend(), ADD_TOTALS, Vec::new());
        self.write(add).await.map(drop)
    }
}
