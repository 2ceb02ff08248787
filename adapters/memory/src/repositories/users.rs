use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{InsertUser, StoreError, Timestamp, UserRepository};
use korotko_core::user::{Email, User};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl UserRepository for Rows {
    async fn find_by_id(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.find(id).cloned())
    }

    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError> {
        self.read(|state| state.users.find_by_email(email).cloned())
    }

    async fn find_for_update(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.read_for_update(|state| state.users.find(id).cloned())
    }

    async fn insert(&self, user: &InsertUser) -> Result<User, StoreError> {
        self.write(|state| state.users.insert(user))
    }

    async fn update(&self, user: &User) -> Result<(), StoreError> {
        self.write(|state| state.users.update(user))
    }

    async fn delete(&self, id: UserId, now: Timestamp) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.delete_user(id, now)))
    }

    async fn delete_lapsed(
        &self,
        sent_until: Timestamp,
        now: Timestamp,
        limit: u64,
    ) -> Result<u64, StoreError> {
        self.write(|state| {
            let lapsed = state.users.lapsed(sent_until, some(limit));
            let mut count = 0;
            for id in lapsed {
                count += u64::from(state.delete_user(id, now));
            }
            Ok(count)
        })
    }
}
