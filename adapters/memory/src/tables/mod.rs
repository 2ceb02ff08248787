//! The tables: rows with their indexes, independent of each other.

pub(crate) mod abuse_reports;
pub(crate) mod audit_log;
pub(crate) mod click_logs;
pub(crate) mod clicks;
pub(crate) mod collections;
pub(crate) mod email_changes;
pub(crate) mod import_drafts;
pub(crate) mod imports;
pub(crate) mod invitations;
pub(crate) mod jobs;
pub(crate) mod keys;
pub(crate) mod links;
pub(crate) mod memberships;
pub(crate) mod reports;
pub(crate) mod rollups;
pub(crate) mod salts;
pub(crate) mod schedules;
pub(crate) mod sessions;
pub(crate) mod shares;
pub(crate) mod users;

use rpds::RedBlackTreeMapSync;

/// Rows by id; ids are never reused. Other look-ups examine all rows, which is fast in memory. A clone is cheap.
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

    /// Returns whether the row existed.
    pub(crate) fn remove(&mut self, id: Id) -> bool {
        self.rows.remove_mut(&id)
    }

    /// All rows, in ascending id order.
    pub(crate) fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.values()
    }

    /// The ids of the rows that match, in ascending order.
    pub(crate) fn ids(&self, matches: impl Fn(&Row) -> bool) -> Vec<Id> {
        let found = self.rows.iter().filter(|(_, row)| matches(row));
        found.map(|(id, _)| *id).collect()
    }

    /// Removes up to `limit` rows that match; returns how many.
    pub(crate) fn remove_some(&mut self, limit: usize, matches: impl Fn(&Row) -> bool) -> u64 {
        let removed = self.ids(matches).into_iter().take(limit);
        removed.filter(|id| self.remove(*id)).count() as u64
    }
}

/// The number of rows of one part of a removal.
pub(crate) fn some(limit: u64) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}
