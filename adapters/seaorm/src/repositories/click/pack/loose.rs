//! The rows that are packed.

use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, Statement};

use super::batch::Batch;
use crate::rollup::Grain;
use crate::session::Session;
use crate::value_table::ValueTable;

impl<C: ConnectionTrait> Session<C> {
    /// `select` for a batch's loose rows of stretches of this length.
    pub(super) fn loose(&self, batch: &Batch, grain: Grain, select: &str, id: &str) -> Statement {
        let periods = batch.periods(grain);
        let sql = format!(
            "{select} WHERE {id} IN (SELECT id FROM @given)
                AND grain = {} AND period >= $1 AND period < $2",
            grain.number()
        );
        let values = vec![periods.start.into(), periods.end.into()];
        let given = ValueTable::of("id", batch.ids.iter().copied());
        given.statement(self.backend(), &sql, values)
    }

    /// Removes a batch's loose rows from `table`.
    pub(super) async fn delete_loose(&self, batch: &Batch, table: &str) -> Result<(), StoreError> {
        let delete = format!("DELETE FROM {table}");
        for grain in [Grain::Day, Grain::Quarter] {
            let delete = self.loose(batch, grain, &delete, batch.rollup.id);
            self.write(delete).await?;
        }
        Ok(())
    }
}
