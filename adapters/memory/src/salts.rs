use async_trait::async_trait;
use korotko_core::click::{Day, VisitorSalt};
use korotko_core::ports::{SaltRepository, StoreError};
use rpds::RedBlackTreeMapSync;

use crate::rows::Rows;

/// The salts of visitors.
#[derive(Debug, Clone, Default)]
pub(crate) struct SaltTable {
    rows: RedBlackTreeMapSync<Day, VisitorSalt>,
}

impl SaltTable {
    fn insert(&mut self, salt: &VisitorSalt) -> VisitorSalt {
        if let Some(found) = self.rows.get(&salt.day()) {
            return found.clone();
        }
        self.rows.insert_mut(salt.day(), salt.clone());
        salt.clone()
    }

    fn delete_before(&mut self, day: Day) -> u64 {
        let old: Vec<Day> = self.rows.range(..day).map(|(day, _)| *day).collect();
        for day in &old {
            self.rows.remove_mut(day);
        }
        old.len() as u64
    }
}

#[async_trait]
impl SaltRepository for Rows {
    async fn find(&self, day: Day) -> Result<Option<VisitorSalt>, StoreError> {
        self.read(|state| state.salts.rows.get(&day).cloned())
    }

    async fn insert(&self, salt: &VisitorSalt) -> Result<VisitorSalt, StoreError> {
        self.write(|state| Ok(state.salts.insert(salt)))
    }

    async fn delete_before(&self, day: Day) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.salts.delete_before(day)))
    }
}
