//! The rows of roll-ups, whose content [`korotko_rollup`] defines.

use std::collections::HashSet;

use korotko_core::ports::StoreError;
use korotko_rollup::{Key, KeyRange, Row, Subject, Unreadable, Written};
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};

use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

/// Finds each partition from the one before, since each may have many rows.
const PARTITIONS: &str = "
    WITH RECURSIVE walk (partition_key) AS (
        SELECT min(partition_key) FROM rollups WHERE partition_key >= 0
        UNION ALL SELECT (SELECT min(partition_key) FROM rollups WHERE partition_key > walk.partition_key)
        FROM walk WHERE walk.partition_key IS NOT NULL)
    SELECT partition_key FROM walk WHERE partition_key IS NOT NULL";

/// Reads range by range, whatever the planner estimates.
const READ_POSTGRESQL: &str = "
    SELECT found.partition_key AS a, found.sort_key AS b, found.data FROM @given CROSS JOIN LATERAL
        (SELECT * FROM rollups WHERE partition_key = given.partition_key
            AND sort_key >= given.first AND sort_key <= given.last OFFSET 0) AS found";

const READ_SQLITE: &str = "
    SELECT found.partition_key AS a, found.sort_key AS b, found.data FROM @given CROSS JOIN rollups AS found
        ON found.partition_key = given.partition_key AND found.sort_key >= given.first AND found.sort_key <= given.last";

const FIRST: &str = "
    SELECT partition_key AS a, sort_key AS b, data FROM rollups WHERE partition_key = $1
    ORDER BY sort_key LIMIT $2";

/// PostgreSQL inserts new rows in half of the time if it need not look for old ones first.
const INSERT: &str = "
    INSERT INTO rollups (partition_key, sort_key, data) SELECT partition_key, sort_key, data FROM @given";

const WRITE: &str = "
    INSERT INTO rollups (partition_key, sort_key, data)
    SELECT partition_key, sort_key, data FROM @given WHERE true
    ON CONFLICT (partition_key, sort_key) DO UPDATE SET data = excluded.data";

const DELETE: &str =
    "DELETE FROM rollups WHERE partition_key = $1 AND sort_key >= $2 AND sort_key <= $3";

const DELETE_SOME_POSTGRESQL: &str = "
    DELETE FROM rollups WHERE ctid = ANY(ARRAY(
        SELECT found.row FROM @given CROSS JOIN LATERAL
            (SELECT ctid AS row FROM rollups WHERE partition_key = given.partition_key
                AND sort_key >= given.first AND sort_key <= given.last OFFSET 0) AS found LIMIT $1))";

const DELETE_SOME_SQLITE: &str = "
    DELETE FROM rollups WHERE (partition_key, sort_key) IN (
        SELECT found.partition_key, found.sort_key FROM @given CROSS JOIN rollups AS found
            ON found.partition_key = given.partition_key AND found.sort_key >= given.first
                AND found.sort_key <= given.last LIMIT $1)";

/// Serialises the units that change counts, across all nodes.
const LOCK: &str = "SELECT pg_advisory_xact_lock(30240359794895728)";

impl<C: ConnectionTrait> Session<C> {
    /// Excludes other units from counting, compacting and removing counts until this unit ends. Must be called before the unit
    /// takes any other lock, so that units cannot deadlock. SQLite has a single writer, and needs no lock.
    pub(super) async fn lock_counting(&self) -> Result<(), StoreError> {
        self.writer()?;
        if self.backend() != DbBackend::Postgres {
            return Ok(());
        }
        let lock = Statement::from_string(self.backend(), LOCK);
        self.read(lock, |_| Ok(())).await.map(drop)
    }

    /// The partitions of periods that have rows.
    pub(super) async fn find_partitions(&self) -> Result<Vec<i64>, StoreError> {
        let select = Statement::from_string(self.backend(), PARTITIONS);
        self.read(select, |row| row.try_get_by_index(0)).await
    }

    pub(super) async fn find_rollups(&self, ranges: &[KeyRange]) -> Result<Vec<Row>, StoreError> {
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        let sql = match self.backend() {
            DbBackend::Postgres => READ_POSTGRESQL,
            _ => READ_SQLITE,
        };
        self.read_rollups(given(ranges), sql, Vec::new()).await
    }

    /// The first rows of a partition, in ascending order.
    pub(super) async fn find_first_rollups(
        &self,
        partition: i64,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let values = vec![partition.into(), stored(limit as u64).into()];
        let found = self.read_rollups(ValueTable::default(), FIRST, values);
        let mut rows = found.await?;
        rows.sort_unstable_by_key(|row| row.key);
        Ok(rows)
    }

    async fn read_rollups(
        &self,
        given: ValueTable,
        select: &str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        let found = self.read_blobs(given, select, values).await?.into_iter();
        let rows = found.map(|(partition, sort, data)| {
            let key = Key { partition, sort };
            Row { key, data }
        });
        Ok(rows.collect())
    }

    /// Writes rows. `found` are those that exist under their keys.
    pub(super) async fn write_rollups(
        &self,
        written: Written,
        found: &[Row],
    ) -> Result<(), StoreError> {
        log_unreadable(&written.unreadable);
        let old: HashSet<Key> = found.iter().map(|row| row.key).collect();
        // Nobody looked for the rows under the keys of unreadable ones.
        let is_known = self.backend() == DbBackend::Postgres && written.unreadable.is_empty();
        let is_new = |row: &Row| is_known && !old.contains(&row.key);
        let (new, old) = written.rows.into_iter().partition(is_new);
        self.put_rollups(INSERT, new).await?;
        self.put_rollups(WRITE, old).await
    }

    async fn put_rollups(&self, sql: &str, mut rows: Vec<Row>) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        // In the order of storage.
        rows.sort_unstable_by_key(|row| row.key);
        let table = ValueTable::new("partition_key", rows.iter().map(|row| row.key.partition))
            .numbers("sort_key", rows.iter().map(|row| row.key.sort))
            .bytes("data", rows.into_iter().map(|row| row.data).collect());
        let write = table.statement(self.backend(), sql, Vec::new());
        self.write(write).await.map(drop)
    }

    pub(super) async fn delete_rollups(&self, range: &KeyRange) -> Result<(), StoreError> {
        let (first, last) = (*range.sort.start(), *range.sort.end());
        let values = [range.partition.into(), first.into(), last.into()];
        self.change(DELETE, values).await.map(drop)
    }

    /// Removes up to `limit` rows of these subjects, and returns their number.
    pub(super) async fn delete_rollups_of(
        &self,
        subjects: impl Iterator<Item = Subject> + Send,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let partitions = self.find_partitions().await?;
        let ranges: Vec<_> = subjects
            .flat_map(|subject| subject.all(&partitions))
            .collect();
        if ranges.is_empty() {
            return Ok(0);
        }
        let sql = match self.backend() {
            DbBackend::Postgres => DELETE_SOME_POSTGRESQL,
            _ => DELETE_SOME_SQLITE,
        };
        let delete = given(&ranges).statement(self.backend(), sql, vec![stored(limit).into()]);
        self.write(delete).await
    }
}

fn given(ranges: &[KeyRange]) -> ValueTable {
    ValueTable::new("partition_key", ranges.iter().map(|range| range.partition))
        .numbers("first", ranges.iter().map(|range| *range.sort.start()))
        .numbers("last", ranges.iter().map(|range| *range.sort.end()))
}

/// Logs rows that cannot be read, whose clicks are missing from the statistics of their subject only.
pub(super) fn log_unreadable(unreadable: &[Unreadable]) {
    for row in unreadable {
        tracing::error!(
            event = "rollup_row_unreadable",
            %row,
            "roll-up row cannot be read: its clicks are missing from statistics"
        );
    }
}
