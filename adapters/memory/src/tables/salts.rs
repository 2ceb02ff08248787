use korotko_core::click::{Day, VisitorSalt};
use rpds::RedBlackTreeMapSync;

/// The salts of visitors.
#[derive(Debug, Clone, Default)]
pub(crate) struct SaltTable {
    rows: RedBlackTreeMapSync<Day, VisitorSalt>,
}

impl SaltTable {
    pub(crate) fn find(&self, day: Day) -> Option<VisitorSalt> {
        self.rows.get(&day).cloned()
    }

    pub(crate) fn insert(&mut self, salt: &VisitorSalt) -> VisitorSalt {
        if let Some(found) = self.rows.get(&salt.day()) {
            return found.clone();
        }
        self.rows.insert_mut(salt.day(), salt.clone());
        salt.clone()
    }

    pub(crate) fn delete_before(&mut self, day: Day) -> u64 {
        let old: Vec<Day> = self.rows.range(..day).map(|(day, _)| *day).collect();
        for day in &old {
            self.rows.remove_mut(day);
        }
        old.len() as u64
    }
}
