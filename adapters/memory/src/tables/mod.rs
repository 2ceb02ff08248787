//! The tables: rows and the ways to find them, each knowing nothing of the others.

pub(crate) mod click_logs;
pub(crate) mod clicks;
pub(crate) mod collections;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod links;
pub(crate) mod memberships;
pub(crate) mod reports;
pub(crate) mod rollups;
pub(crate) mod salts;
pub(crate) mod schedules;
pub(crate) mod users;

use rpds::RedBlackTreeMapSync;

/// Rows by id, of which none is given twice. What is not found by id is found by going through all rows, which in memory is
/// soon done. A clone costs nothing.
#[derive(Debug, Clone)]
pub(crate) struct Table<Id: Ord, Row> {
    rows: RedBlackTreeMapSync<Id, Row>,
    last_id: i64,
}

impl<Id: Ord, Row> Default for Table<Id, Row> {
    fn default() -> Self {
        let rows = RedBlackTreeMapSync::default();
        Self { rows, last_id: 0 }
    }
}

impl<Id: Ord + Copy, Row: Clone> Table<Id, Row> {
    pub(crate) fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }

    pub(crate) fn get(&self, id: Id) -> Option<&Row> {
        self.rows.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut Row> {
        self.rows.get_mut(&id)
    }

    pub(crate) fn put(&mut self, id: Id, row: Row) {
        self.rows.insert_mut(id, row);
    }

    /// Says whether there was such a row.
    pub(crate) fn remove(&mut self, id: Id) -> bool {
        self.rows.remove_mut(&id)
    }

    /// All rows, by rising id.
    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.values()
    }

    /// The ids of the rows that are so, rising.
    pub(crate) fn ids(&self, are_so: impl Fn(&Row) -> bool) -> Vec<Id> {
        let found = self.rows.iter().filter(|(_, row)| are_so(row));
        found.map(|(id, _)| *id).collect()
    }

    /// Removes at most so many of the rows that are so; says how many.
    pub(crate) fn remove_some(&mut self, limit: usize, are_so: impl Fn(&Row) -> bool) -> u64 {
        let removed = self.ids(are_so).into_iter().take(limit);
        removed.filter(|id| self.remove(*id)).count() as u64
    }
}

/// How many rows a part of a removal takes.
pub(crate) fn some(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
