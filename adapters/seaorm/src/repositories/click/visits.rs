//! The visitors of each link on each day, as one row each.

use std::collections::BTreeMap;

use korotko_core::click::{Day, VisitorHash};
use korotko_core::ports::{StoreError, Visit};
use korotko_rollup::VisitorSet;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

const FIND: &str = "
    SELECT found.day AS a, found.link_id AS b, found.visitors AS data FROM @given CROSS JOIN click_visits AS found
    WHERE found.day = given.day AND found.link_id = given.link_id";

const INSERT: &str = "
    INSERT INTO click_visits (day, link_id, visitors) SELECT day, link_id, visitors FROM @given";

const WRITE: &str = "
    INSERT INTO click_visits (day, link_id, visitors) SELECT day, link_id, visitors FROM @given WHERE true
    ON CONFLICT (day, link_id) DO UPDATE SET visitors = excluded.visitors";

const DELETE_POSTGRESQL: &str = "
    DELETE FROM click_visits WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM click_visits WHERE day < $1 ORDER BY day LIMIT $2))";

const DELETE_SQLITE: &str = "
    DELETE FROM click_visits WHERE (day, link_id) IN (
        SELECT day, link_id FROM click_visits WHERE day < $1 ORDER BY day, link_id LIMIT $2)";

/// A day and a link.
type VisitKey = (i64, i64);

/// The indexes of a key's visits in the request, and their visitors.
type Visitors = (Vec<usize>, Vec<VisitorHash>);

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn record_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.lock_counting().await?;
        let mut first = vec![false; visits.len()];
        let requested = group_by_key(visits);
        let mut known = self
            .find_visitors(requested.iter().map(|(key, _)| key))
            .await?;
        let (mut inserted, mut changed) = (Vec::new(), Vec::new());
        for (key, (indexes, visitors)) in &requested {
            let old = known.remove(key);
            let is_new = old.is_none() && self.backend() == DbBackend::Postgres;
            let rows = if is_new { &mut inserted } else { &mut changed };
            let mut set = old.unwrap_or_default();
            let new = set.insert(visitors);
            if new.contains(&true) {
                rows.push((*key, set.encode()));
            }
            for (index, is_first) in indexes.iter().zip(new) {
                first[*index] = is_first;
            }
        }
        self.write_visitors(INSERT, inserted).await?;
        self.write_visitors(WRITE, changed).await?;
        Ok(first)
    }

    async fn find_visitors(
        &self,
        keys: impl Iterator<Item = &VisitKey> + Clone,
    ) -> Result<BTreeMap<VisitKey, VisitorSet>, StoreError> {
        let found = self.read_blobs(key_table(keys), FIND, Vec::new()).await?;
        let found = found.into_iter().map(|(day, link, data)| {
            let set = VisitorSet::decode(&data);
            if set.is_none() {
                tracing::error!(
                    event = "visitor_set_unreadable",
                    day,
                    link,
                    "visitor set cannot be read: visitors of this link count again on this day"
                );
            }
            ((day, link), set.unwrap_or_default())
        });
        Ok(found.collect())
    }

    async fn write_visitors(
        &self,
        sql: &str,
        rows: Vec<(VisitKey, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let table = key_table(rows.iter().map(|(key, _)| key));
        let table = table.bytes("visitors", rows.into_iter().map(|(_, data)| data).collect());
        let write = table.statement(self.backend(), sql, Vec::new());
        self.write(write).await.map(drop)
    }

    pub(super) async fn delete_old_visits(
        &self,
        before: Day,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let sql = match self.backend() {
            DbBackend::Postgres => DELETE_POSTGRESQL,
            _ => DELETE_SQLITE,
        };
        let values = [before.0.into(), stored(limit).into()];
        self.change(sql, values).await
    }
}

fn group_by_key(visits: &[Visit]) -> Vec<(VisitKey, Visitors)> {
    let visits = visits.iter().enumerate();
    let mut visits: Vec<_> = visits
        .map(|(index, visit)| ((visit.day.0, visit.link.0), index, visit.visitor))
        .collect();
    visits.sort_by_key(|(key, ..)| *key);
    let keys = visits.chunk_by(|(one, ..), (next, ..)| one == next);
    let keys = keys.filter_map(|visits| {
        let (key, ..) = visits.first()?;
        let of_key = visits.iter();
        Some((
            *key,
            of_key.map(|(_, index, visitor)| (*index, *visitor)).unzip(),
        ))
    });
    keys.collect()
}

fn key_table<'p>(keys: impl Iterator<Item = &'p VisitKey> + Clone) -> ValueTable {
    ValueTable::new("day", keys.clone().map(|(day, _)| *day))
        .numbers("link_id", keys.map(|(_, link)| *link))
}
