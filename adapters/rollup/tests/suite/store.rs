use std::collections::{BTreeMap, BTreeSet};

use korotko_core::click::{Day, Tally};
use korotko_rollup::{
    Compaction, Fold, Key, KeyRange, MIN_ROWS, Row, Subject, Unreadable, Written, next_to_compact,
};

/// Rows by key, and what was said of any that could not be read.
#[derive(Debug, Clone, Default)]
pub struct Store {
    pub rows: BTreeMap<Key, Vec<u8>>,
    pub unreadable: Vec<Unreadable>,
    /// How many rows were written in all.
    pub written: usize,
}

impl Store {
    pub fn partitions(&self) -> Vec<i64> {
        let partitions = self.rows.keys().map(|key| key.partition);
        let partitions: BTreeSet<_> = partitions.filter(|partition| *partition >= 0).collect();
        partitions.into_iter().collect()
    }

    pub fn read(&self, ranges: &[KeyRange]) -> Vec<Row> {
        let mut keys = BTreeSet::new();
        let mut rows = Vec::new();
        for KeyRange { partition, sort } in ranges {
            let key = |sort: &i64| Key {
                partition: *partition,
                sort: *sort,
            };
            assert!(sort.start() <= sort.end());
            for (key, data) in self.rows.range(key(sort.start())..=key(sort.end())) {
                assert!(keys.insert(*key), "{key:?} is asked for twice");
                let data = data.clone();
                rows.push(Row { key: *key, data });
            }
        }
        rows
    }

    fn find(&self, keys: &[Key]) -> Vec<Row> {
        let found = keys
            .iter()
            .filter_map(|key| Some((key, self.rows.get(key)?)));
        let row = |(key, data): (&Key, &Vec<u8>)| Row {
            key: *key,
            data: data.clone(),
        };
        found.map(row).collect()
    }

    fn write(&mut self, written: Written) {
        self.written += written.rows.len();
        self.rows
            .extend(written.rows.into_iter().map(|row| (row.key, row.data)));
        self.unreadable.extend(written.unreadable);
    }

    pub fn fold(&mut self, tallies: &[Tally]) {
        let mut fold = Fold::new(tallies);
        while !fold.keys().is_empty() {
            let found = self.find(&fold.keys());
            let (written, rest) = fold.merge(&found);
            self.write(written);
            fold = rest;
        }
    }

    /// Compacts some rows; says whether there were any.
    pub fn compact_some(&mut self, before: Day) -> bool {
        let Some(range) = next_to_compact(&self.partitions(), before) else {
            return false;
        };
        let mut rows = self.read(&[range]);
        rows.truncate(MIN_ROWS);
        let compaction = Compaction::new(&rows, MIN_ROWS);
        let found = self.find(&compaction.keys());
        let (done, written) = compaction.merge(&found);
        let done = done.unwrap();
        let is_done = |key: &Key| key.partition == done.partition && done.sort.contains(&key.sort);
        self.rows.retain(|key, _| !is_done(key));
        self.write(written);
        true
    }

    pub fn compact(&mut self, before: Day) {
        let ended = (0..10_000).any(|_| !self.compact_some(before));
        assert!(ended, "there is no end to it");
    }

    pub fn delete(&mut self, subject: Subject) {
        for range in subject.all(&self.partitions()) {
            let is_own =
                |key: &Key| key.partition == range.partition && range.sort.contains(&key.sort);
            self.rows.retain(|key, _| !is_own(key));
        }
    }
}
