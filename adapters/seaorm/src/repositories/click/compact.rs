use korotko_core::click::Day;
use korotko_core::ports::StoreError;
use korotko_rollup::{Compaction, MIN_ROWS, next_to_compact, ranges_of};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::session::Session;

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn compact_some(&self, before: Day) -> Result<bool, StoreError> {
        self.lock_counting().await?;
        let partitions = self.find_partitions().await?;
        let Some(range) = next_to_compact(&partitions, before) else {
            return Ok(false);
        };
        // On SQLite nobody else writes during the unit, so it is short. Each unit reads the partitions, past all rows that were deleted
        // since the last vacuum.
        let limit = match self.backend() {
            DbBackend::Postgres => 4 * MIN_ROWS,
            _ => MIN_ROWS,
        };
        let rows = self.find_first_rollups(range.partition, limit).await?;
        let compaction = Compaction::new(&rows, limit);
        let found = self.find_rollups(&ranges_of(&compaction.keys())).await?;
        let (done, written) = compaction.merge(&found);
        if let Some(range) = done {
            self.delete_rollups(&range).await?;
        }
        let is_empty = rows.len() < limit;
        let others = partitions.iter().copied();
        let others = others.filter(|other| !is_empty || *other != range.partition);
        let left: Vec<i64> = others.chain(written.partitions()).collect();
        self.write_rollups(written, &found).await?;
        Ok(next_to_compact(&left, before).is_some())
    }
}
