//! Packing counts: a row for a block, with the series of its days and of its quarters.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use korotko_core::click::Quarter;
use korotko_core::ports::StoreError;
use sea_orm::ConnectionTrait;

use super::batch::Batch;
use crate::rollup::{COUNT_COLUMNS, CountColumn, Grain, Rollup, counts, read_counts};
use crate::series::{Stretch, decode, encode};
use crate::session::Session;
use crate::upsert::upsert;
use crate::value_table::ValueTable;

/// What a row holds, a series for each of the columns.
type Pack = [Vec<Stretch>; COUNT_COLUMNS.len()];

/// By whose it is.
type Packs = BTreeMap<i64, Pack>;

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn pack_counts(&self, batch: &Batch) -> Result<(), StoreError> {
        let mut packs = self.find_count_packs(batch).await?;
        for grain in [Grain::Day, Grain::Quarter] {
            self.add_loose_counts(batch, grain, &mut packs).await?;
        }
        self.write_count_packs(batch, packs).await?;
        self.delete_loose(batch, batch.rollup.counts).await
    }

    async fn find_count_packs(&self, batch: &Batch) -> Result<Packs, StoreError> {
        let Rollup {
            count_packs: table,
            id,
            ..
        } = batch.rollup;
        let names = COUNT_COLUMNS.map(|column| column.name).join(", ");
        let sql = format!(
            "SELECT {id}, {names} FROM {table} WHERE {id} IN (SELECT id FROM @given) AND block = $1"
        );
        let given = ValueTable::of("id", batch.ids.iter().copied());
        let select = given.statement(self.backend(), &sql, vec![batch.block.0.into()]);
        let found = self.read(select, |row| {
            let id: i64 = row.try_get_by_index(0)?;
            let columns = (1..=COUNT_COLUMNS.len()).map(|place| row.try_get_by_index(place));
            Ok((id, columns.collect::<Result<Vec<Vec<u8>>, _>>()?))
        });
        let mut packs = Packs::new();
        for (id, columns) in found.await? {
            let pack = packs.entry(id).or_default();
            for (bytes, stretches) in columns.iter().zip(pack) {
                let read = decode(bytes, |place, counts| {
                    stretches.push((place, counts));
                    ControlFlow::Continue(())
                });
                read.map_err(|error| self.refuse(error))?;
            }
        }
        Ok(packs)
    }

    async fn add_loose_counts(
        &self,
        batch: &Batch,
        grain: Grain,
        packs: &mut Packs,
    ) -> Result<(), StoreError> {
        let Rollup {
            counts: table, id, ..
        } = batch.rollup;
        let columns = "period, humans, bots, previews, visitors";
        let select = self.loose(
            batch,
            grain,
            &format!("SELECT {id}, {columns} FROM {table}"),
            id,
        );
        let found = self.read(select, |row| {
            let number = |place| row.try_get_by_index::<i64>(place);
            Ok((number(0)?, number(1)?, read_counts(row, 2)?))
        });
        let first = batch.block.first(grain);
        for (id, period, numbers) in found.await? {
            let place = COUNT_COLUMNS
                .iter()
                .position(|column| column.has(grain, period));
            let stretches = &mut packs.entry(id).or_default()[place.unwrap_or_default()];
            stretches.push((period - first, counts(numbers)?));
        }
        Ok(())
    }

    async fn write_count_packs(&self, batch: &Batch, packs: Packs) -> Result<(), StoreError> {
        let Rollup {
            count_packs: table,
            id,
            ..
        } = batch.rollup;
        let mut rows = ValueTable::of("id", packs.keys().copied());
        let mut columns = COUNT_COLUMNS.map(|_| Vec::with_capacity(packs.len()));
        for pack in packs.into_values() {
            for (mut stretches, column) in pack.into_iter().zip(&mut columns) {
                column.push(encode(&mut stretches).map_err(|error| self.refuse(error))?);
            }
        }
        for (column, bytes) in COUNT_COLUMNS.iter().zip(columns) {
            rows = rows.bytes(column.name, bytes);
        }
        let names = COUNT_COLUMNS.map(|column| column.name);
        let block = batch.block.0.to_string();
        let sql = upsert(table, &[(id, "id"), ("block", &block)], &names);
        let write = rows.statement(self.backend(), &sql, Vec::new());
        self.write(write).await.map(drop)
    }
}

impl CountColumn {
    fn has(&self, grain: Grain, period: i64) -> bool {
        let in_day = || self.of_day.contains(&period.rem_euclid(Quarter::PER_DAY));
        self.grain == grain && (grain == Grain::Day || in_day())
    }
}
