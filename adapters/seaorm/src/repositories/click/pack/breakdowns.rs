//! Packing counts by value: a row for a block, with the sums of its days, and one for each eighth of it, with the sums and the
//! series of its quarters.

use std::collections::BTreeMap;
use std::ops::Range;

use korotko_core::click::Dimension;
use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::batch::Batch;
use crate::rollup::{Rollup, ValuePack, column, series_column};
use crate::session::Session;
use crate::upsert::upsert;
use crate::value_series::{ValueColumns, ValueSeries};
use crate::value_table::ValueTable;

/// What a row holds, by dimension.
type Pack = [ValueSeries; Dimension::ALL.len()];

/// By whose it is, and of which block or eighth.
type Packs = BTreeMap<(i64, i64), Pack>;

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn pack_breakdowns(&self, batch: &Batch) -> Result<(), StoreError> {
        for kind in [ValuePack::Block, ValuePack::Eighth] {
            let mut packs = self.find_value_packs(batch, kind).await?;
            self.add_loose_values(batch, kind, &mut packs).await?;
            self.write_value_packs(batch, kind, packs).await?;
        }
        self.delete_loose(batch, batch.rollup.breakdowns).await
    }

    async fn find_value_packs(&self, batch: &Batch, kind: ValuePack) -> Result<Packs, StoreError> {
        let Rollup {
            breakdown_packs: table,
            id,
            ..
        } = batch.rollup;
        let names = Dimension::ALL.map(|of| format!("{}, {}", column(of), series_column(of)));
        let Range { start, end } = batch.days;
        let periods = start.div_euclid(kind.days())..(end - 1).div_euclid(kind.days()) + 1;
        let sql = format!(
            "SELECT {id}, period, {} FROM {table} WHERE {id} IN (SELECT id FROM @given)
                AND grain = {} AND period >= $1 AND period < $2",
            names.join(", "),
            kind.number()
        );
        let values = vec![periods.start.into(), periods.end.into()];
        let given = ValueTable::of("id", batch.ids.iter().copied());
        let select = given.statement(self.backend(), &sql, values);
        let mut packs = Packs::new();
        for (key, columns) in self.read(select, read_columns).await? {
            let pack = packs.entry(key).or_default();
            for (columns, values) in columns.iter().zip(pack) {
                let added = match kind {
                    ValuePack::Block => values.add_stretch(0, &columns.sums),
                    ValuePack::Eighth => values.add_columns(columns),
                };
                added.map_err(|error| self.refuse(error))?;
            }
        }
        Ok(packs)
    }

    async fn add_loose_values(
        &self,
        batch: &Batch,
        kind: ValuePack,
        packs: &mut Packs,
    ) -> Result<(), StoreError> {
        let Rollup {
            breakdowns: table,
            id,
            ..
        } = batch.rollup;
        let names = Dimension::ALL.map(column).join(", ");
        let select = format!("SELECT {id}, period, {names} FROM {table}");
        let select = self.loose(batch, kind.grain(), &select, id);
        let found = self.read(select, |row| {
            let number = |place| row.try_get_by_index::<i64>(place);
            let bytes = |place| row.try_get_by_index::<Vec<u8>>(place);
            let columns = [bytes(2)?, bytes(3)?, bytes(4)?, bytes(5)?, bytes(6)?];
            Ok((number(0)?, number(1)?, columns))
        });
        for (id, period, columns) in found.await? {
            let of = period.div_euclid(kind.days() * kind.grain().per_day());
            let place = match kind {
                ValuePack::Block => 0,
                ValuePack::Eighth => period - of * kind.quarters(),
            };
            let pack = packs.entry((id, of)).or_default();
            for (bytes, values) in columns.iter().zip(pack) {
                let added = values.add_stretch(place, bytes);
                added.map_err(|error| self.refuse(error))?;
            }
        }
        Ok(())
    }

    async fn write_value_packs(
        &self,
        batch: &Batch,
        kind: ValuePack,
        packs: Packs,
    ) -> Result<(), StoreError> {
        let Rollup {
            breakdown_packs: table,
            id,
            ..
        } = batch.rollup;
        let keys = packs.keys();
        let mut rows = ValueTable::of("id", keys.clone().map(|(id, _)| *id))
            .numbers("period", keys.map(|(_, period)| *period));
        let names = Dimension::ALL.map(|of| [column(of), series_column(of)]);
        let mut columns = names.map(|_| [Vec::new(), Vec::new()]);
        for pack in packs.into_values() {
            for (values, [sums, series]) in pack.into_iter().zip(&mut columns) {
                let encoded = encode(kind, values).map_err(|error| self.refuse(error))?;
                sums.push(encoded.sums);
                series.push(encoded.series);
            }
        }
        let names = names.as_flattened();
        for (name, bytes) in names.iter().zip(columns.into_iter().flatten()) {
            rows = rows.bytes(name, bytes);
        }
        let grain = kind.number().to_string();
        let key = [(id, "id"), ("grain", &*grain), ("period", "period")];
        let write = rows.statement(self.backend(), &upsert(table, &key, names), Vec::new());
        self.write(write).await.map(drop)
    }
}

fn encode(kind: ValuePack, values: ValueSeries) -> Result<ValueColumns, StoreError> {
    match kind {
        ValuePack::Eighth => values.encode(),
        ValuePack::Block => Ok(ValueColumns {
            sums: values.encode_sums()?,
            series: Vec::new(),
        }),
    }
}

fn read_columns(row: &QueryResult) -> Result<((i64, i64), Vec<ValueColumns>), DbErr> {
    let columns = (0..Dimension::ALL.len()).map(|dimension| {
        Ok(ValueColumns {
            sums: row.try_get_by_index(2 + 2 * dimension)?,
            series: row.try_get_by_index(3 + 2 * dimension)?,
        })
    });
    let columns = columns.collect::<Result<Vec<_>, DbErr>>()?;
    let key = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok((key, columns))
}
