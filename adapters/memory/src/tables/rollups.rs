use korotko_core::click::{Day, Tally};
use korotko_rollup::{
    Compaction, Fold, Key, KeyRange, MIN_ROWS, Row, Subject, Written, next_to_compact,
};
use rpds::RedBlackTreeMapSync;

/// The rows of roll-ups, whose content [`korotko_rollup`] knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct RollupTable {
    rows: RedBlackTreeMapSync<Key, Vec<u8>>,
}

impl RollupTable {
    pub(crate) fn add(&mut self, tallies: &[Tally]) {
        let mut fold = Fold::new(tallies);
        loop {
            let keys = fold.keys();
            if keys.is_empty() {
                return;
            }
            let (written, rest) = fold.merge(&self.find(&keys));
            self.write(written);
            fold = rest;
        }
    }

    /// Compacts some rows; returns whether there were any.
    pub(crate) fn compact(&mut self, before: Day) -> bool {
        let Some(range) = next_to_compact(&self.partitions(), before) else {
            return false;
        };
        let rows: Vec<Row> = self.range(&range).take(MIN_ROWS).collect();
        let compaction = Compaction::new(&rows, MIN_ROWS);
        let found = self.find(&compaction.keys());
        let (done, written) = compaction.merge(&found);
        self.delete(done);
        self.write(written);
        true
    }

    /// The partitions of periods that have rows.
    pub(crate) fn partitions(&self) -> Vec<i64> {
        let mut partitions = Vec::new();
        let mut next = Some(0);
        while let Some(partition) = next {
            let key = |partition| Key {
                partition,
                sort: i64::MIN,
            };
            let found = self.rows.range(key(partition)..).next();
            next = found.map(|(found, _)| found.partition + 1);
            partitions.extend(found.map(|(found, _)| found.partition));
        }
        partitions
    }

    pub(crate) fn read(&self, ranges: &[KeyRange]) -> Vec<Row> {
        ranges.iter().flat_map(|range| self.range(range)).collect()
    }

    pub(crate) fn delete_subject(&mut self, subject: Subject) {
        let ranges = subject.all(&self.partitions());
        self.delete(ranges);
    }

    fn range(
        &self,
        KeyRange { partition, sort }: &KeyRange,
    ) -> impl Iterator<Item = Row> + use<'_> {
        let key = |sort: &i64| Key {
            partition: *partition,
            sort: *sort,
        };
        let found = self.rows.range(key(sort.start())..=key(sort.end()));
        found.map(|(key, data)| row(*key, data))
    }

    fn find(&self, keys: &[Key]) -> Vec<Row> {
        let found = keys
            .iter()
            .filter_map(|key| Some(row(*key, self.rows.get(key)?)));
        found.collect()
    }

    fn delete(&mut self, ranges: impl IntoIterator<Item = KeyRange>) {
        for range in ranges {
            let keys: Vec<Key> = self.range(&range).map(|row| row.key).collect();
            for key in keys {
                self.rows.remove_mut(&key);
            }
        }
    }

    /// No row here is unreadable.
    fn write(&mut self, written: Written) {
        for row in written.rows {
            self.rows.insert_mut(row.key, row.data);
        }
    }
}

fn row(key: Key, data: &[u8]) -> Row {
    let data = data.to_vec();
    Row { key, data }
}
