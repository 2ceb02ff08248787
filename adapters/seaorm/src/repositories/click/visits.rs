//! Who came to which link on which day: a set for each of both.

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
type Place = (i64, i64);

/// Where visits of one place stand among those that were asked for, and whose they are.
type Visitors = (Vec<usize>, Vec<VisitorHash>);

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn note_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.lock_counting().await?;
        let mut first = vec![false; visits.len()];
        let asked = by_place(visits);
        let mut known = self
            .find_visitors(asked.iter().map(|(place, _)| place))
            .await?;
        let mut changed: Vec<(Place, Vec<u8>)> = Vec::new();
        for (place, (indexes, visitors)) in &asked {
            let mut set = known.remove(place).unwrap_or_default();
            let new = set.insert(visitors);
            if new.contains(&true) {
                changed.push((*place, set.encode()));
            }
            for (index, is_first) in indexes.iter().zip(new) {
                first[*index] = is_first;
            }
        }
        self.write_visitors(changed).await?;
        Ok(first)
    }

    async fn find_visitors(
        &self,
        places: impl Iterator<Item = &Place> + Clone,
    ) -> Result<BTreeMap<Place, VisitorSet>, StoreError> {
        let found = self.read_blobs(keys(places), FIND, Vec::new()).await?;
        let found = found.into_iter().map(|(day, link, data)| {
            let set = VisitorSet::decode(&data);
            if set.is_none() {
                tracing::error!(day, link, "visitors count anew: their set cannot be read");
            }
            ((day, link), set.unwrap_or_default())
        });
        Ok(found.collect())
    }

    async fn write_visitors(&self, rows: Vec<(Place, Vec<u8>)>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let table = keys(rows.iter().map(|(place, _)| place));
        let table = table.bytes("visitors", rows.into_iter().map(|(_, data)| data).collect());
        let write = table.statement(self.backend(), WRITE, Vec::new());
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

fn by_place(visits: &[Visit]) -> Vec<(Place, Visitors)> {
    let visits = visits.iter().enumerate();
    let mut visits: Vec<_> = visits
        .map(|(index, visit)| ((visit.day.0, visit.link.0), index, visit.visitor))
        .collect();
    visits.sort_by_key(|(place, ..)| *place);
    let places = visits.chunk_by(|(one, ..), (next, ..)| one == next);
    let places = places.filter_map(|visits| {
        let (place, ..) = visits.first()?;
        let of_place = visits.iter();
        Some((
            *place,
            of_place
                .map(|(_, index, visitor)| (*index, *visitor))
                .unzip(),
        ))
    });
    places.collect()
}

fn keys<'p>(places: impl Iterator<Item = &'p Place> + Clone) -> ValueTable {
    ValueTable::new("day", places.clone().map(|(day, _)| *day))
        .numbers("link_id", places.map(|(_, link)| *link))
}
