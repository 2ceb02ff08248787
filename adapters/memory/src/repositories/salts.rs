use async_trait::async_trait;
use korotko_core::click::{Day, VisitorSalt};
use korotko_core::ports::{SaltRepository, StoreError};

use crate::rows::Rows;

#[async_trait]
impl SaltRepository for Rows {
    async fn find(&self, day: Day) -> Result<Option<VisitorSalt>, StoreError> {
        self.read(|state| state.salts.find(day))
    }

    async fn insert(&self, salt: &VisitorSalt) -> Result<VisitorSalt, StoreError> {
        self.write(|state| Ok(state.salts.insert(salt)))
    }

    async fn delete_before(&self, day: Day) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.salts.delete_before(day)))
    }
}
