//! Adding up in the roll-ups and the totals.

use std::collections::{BTreeMap, HashMap};

use korotko_core::click::{Counts, Dimension, Tally};
use korotko_core::ports::{Shard, StoreError};
use sea_orm::{ConnectionTrait, Statement};

use super::growth::{Growth, Growths, Key, growths};
use crate::breakdown::{encode, merge};
use crate::rollup::{Grain, LINKS, Rollup, USERS, column, stored};
use crate::session::Session;
use crate::time::micros;
use crate::upsert::upsert;
use crate::value_table::ValueTable;

/// Nothing but an upsert takes the rows in the order in which they are given. It never inserts, since every link has a row.
const ADD_TOTALS: &str = "
    INSERT INTO link_clicks (link_id, owner_id, clicks, humans, bots, previews, visitors, last_at, last_human_at)
    SELECT link_id, NULLIF(owner_id, 0), clicks, humans, bots, previews, visitors, last_at, NULLIF(last_human_at, 0)
    FROM @given WHERE true
    ON CONFLICT (link_id) DO UPDATE SET
        clicks = link_clicks.clicks + excluded.clicks,
        humans = link_clicks.humans + excluded.humans,
        bots = link_clicks.bots + excluded.bots,
        previews = link_clicks.previews + excluded.previews,
        visitors = link_clicks.visitors + excluded.visitors,
        last_at = CASE WHEN link_clicks.last_at > excluded.last_at
            THEN link_clicks.last_at ELSE excluded.last_at END,
        last_human_at = CASE WHEN excluded.last_human_at IS NULL OR link_clicks.last_human_at > excluded.last_human_at
            THEN link_clicks.last_human_at ELSE excluded.last_human_at END";

/// Whose a link is, or 0; its new clicks; and when the last of all and the last of a person was, or 0.
type Growing = (i64, Counts, [i64; 2]);

/// What is stored of each dimension, in the order of these.
type Stored = [Vec<u8>; Dimension::ALL.len()];

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn add_tallies(
        &self,
        shard: Shard,
        tallies: &[Tally],
    ) -> Result<(), StoreError> {
        self.hold_shard(shard).await?;
        let links = growths(tallies, |tally| Some(tally.link.0));
        let users = growths(tallies, |tally| tally.owner.map(|owner| owner.0));
        for (rollup, growths) in [(LINKS, links), (USERS, users)] {
            if !growths.is_empty() {
                self.add_counts(rollup, shard, &growths).await?;
                self.add_breakdowns(rollup, shard, &growths).await?;
            }
        }
        self.add_totals(tallies).await
    }

    /// From now on nobody else counts in this shard until the unit ends.
    async fn hold_shard(&self, shard: Shard) -> Result<(), StoreError> {
        let lock = self.locking("FOR UPDATE");
        let sql = format!("SELECT shard FROM click_shards WHERE shard = $1 {lock}");
        let values = [i16::from(shard.number()).into()];
        let select = Statement::from_sql_and_values(self.backend(), sql, values);
        let held = self.read(select, |row| row.try_get_by_index::<i16>(0));
        if held.await?.is_empty() {
            return Err(self.refuse(StoreError::broken("the shard has no row")));
        }
        Ok(())
    }

    async fn add_counts(
        &self,
        rollup: Rollup,
        shard: Shard,
        growths: &Growths<'_>,
    ) -> Result<(), StoreError> {
        let Rollup {
            counts: table, id, ..
        } = rollup;
        let shard = shard.number();
        let grown = ["humans", "bots", "previews", "visitors"];
        let grown = grown.map(|column| format!("{column} = {table}.{column} + excluded.{column}"));
        let sql = format!(
            "INSERT INTO {table} ({id}, grain, period, shard, humans, bots, previews, visitors)
            SELECT id, grain, period, {shard}, humans, bots, previews, visitors FROM @given WHERE true
            ON CONFLICT ({id}, grain, period, shard) DO UPDATE SET {}",
            grown.join(", ")
        );
        let counts = growths.values().map(|growth| growth.counts);
        let table = with_counts(keys(growths.keys()), counts);
        let add = table.statement(self.backend(), &sql, Vec::new());
        self.write(add).await.map(drop)
    }

    /// Reads, adds and writes: the shard is held.
    async fn add_breakdowns(
        &self,
        rollup: Rollup,
        shard: Shard,
        growths: &Growths<'_>,
    ) -> Result<(), StoreError> {
        let old = self.find_breakdowns(rollup, shard, growths).await?;
        let mut columns: Stored = Default::default();
        let mut columns = columns
            .each_mut()
            .map(|_| Vec::with_capacity(growths.len()));
        for (key, growth) in growths {
            let grown = grown(old.get(key), growth).map_err(|error| self.refuse(error))?;
            for (column, bytes) in columns.iter_mut().zip(grown) {
                column.push(bytes);
            }
        }
        let Rollup {
            breakdowns: table,
            id,
            ..
        } = rollup;
        let names = Dimension::ALL.map(column);
        let shard = shard.number().to_string();
        let key = [
            (id, "id"),
            ("grain", "grain"),
            ("period", "period"),
            ("shard", &*shard),
        ];
        let sql = upsert(table, &key, &names);
        let mut rows = keys(growths.keys());
        for (name, column) in names.into_iter().zip(columns) {
            rows = rows.bytes(name, column);
        }
        let write = rows.statement(self.backend(), &sql, Vec::new());
        self.write(write).await.map(drop)
    }

    async fn find_breakdowns(
        &self,
        rollup: Rollup,
        shard: Shard,
        growths: &Growths<'_>,
    ) -> Result<HashMap<Key, Stored>, StoreError> {
        let Rollup {
            breakdowns: table,
            id,
            ..
        } = rollup;
        let names = Dimension::ALL.map(|dimension| format!("stored.{}", column(dimension)));
        let sql = format!(
            "SELECT given.id, given.grain, given.period, {} FROM @given
            INNER JOIN {table} AS stored ON stored.{id} = given.id AND stored.grain = given.grain
                AND stored.period = given.period AND stored.shard = {}",
            names.join(", "),
            shard.number()
        );
        let select = keys(growths.keys()).statement(self.backend(), &sql, Vec::new());
        let found = self.read(select, |row| {
            let number = |place| row.try_get_by_index::<i64>(place);
            let bytes = |place| row.try_get_by_index::<Vec<u8>>(place);
            let grain = match number(1)? {
                0 => Grain::Quarter,
                _ => Grain::Day,
            };
            let key = (number(0)?, grain, number(2)?);
            Ok((key, [bytes(3)?, bytes(4)?, bytes(5)?, bytes(6)?, bytes(7)?]))
        });
        Ok(found.await?.into_iter().collect())
    }

    /// Last of all, because the other shards share these rows.
    async fn add_totals(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        let mut totals: BTreeMap<i64, Growing> = BTreeMap::new();
        for tally in tallies {
            let last = [Some(tally.last_at), tally.last_human_at];
            let last = last.map(|at| at.map_or(0, micros));
            let owner = tally.owner.map_or(0, |owner| owner.0);
            let fresh = (owner, Counts::default(), last);
            let (_, counts, known) = totals.entry(tally.link.0).or_insert(fresh);
            *counts += tally.counts;
            *known = [0, 1].map(|which| known[which].max(last[which]));
        }
        let clicks = totals
            .values()
            .map(|(_, counts, _)| stored(counts.clicks()));
        let last = |which: usize| totals.values().map(move |(.., last)| last[which]);
        let rows = ValueTable::of("link_id", totals.keys().copied())
            .numbers("owner_id", totals.values().map(|(owner, ..)| *owner))
            .numbers("clicks", clicks)
            .numbers("last_at", last(0))
            .numbers("last_human_at", last(1));
        let rows = with_counts(rows, totals.values().map(|(_, counts, _)| *counts));
        let add = rows.statement(self.backend(), ADD_TOTALS, Vec::new());
        self.write(add).await.map(drop)
    }
}

/// What a row holds when it has grown.
fn grown(old: Option<&Stored>, growth: &Growth<'_>) -> Result<Stored, StoreError> {
    let mut stored = Stored::default();
    for (place, dimension) in Dimension::ALL.into_iter().enumerate() {
        let new = growth.values(dimension);
        stored[place] = match old {
            Some(old) => merge(&old[place], new)?,
            None => encode(new)?,
        };
    }
    Ok(stored)
}

fn keys<'k>(keys: impl Iterator<Item = &'k Key> + Clone) -> ValueTable {
    ValueTable::of("id", keys.clone().map(|(id, ..)| *id))
        .numbers("grain", keys.clone().map(|(_, grain, _)| grain.number()))
        .numbers("period", keys.map(|(.., period)| *period))
}

fn with_counts(table: ValueTable, counts: impl Iterator<Item = Counts> + Clone) -> ValueTable {
    table
        .numbers("humans", counts.clone().map(|counts| stored(counts.humans)))
        .numbers("bots", counts.clone().map(|counts| stored(counts.bots)))
        .numbers(
            "previews",
            counts.clone().map(|counts| stored(counts.previews)),
        )
        .numbers("visitors", counts.map(|counts| stored(counts.visitors)))
}
