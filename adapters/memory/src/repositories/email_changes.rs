use async_trait::async_trait;
use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::ports::{EmailChangeRepository, InsertEmailChange, StoreError, Timestamp};
use korotko_core::user::EmailChange;

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl EmailChangeRepository for Rows {
    async fn find_by_id(&self, id: EmailChangeId) -> Result<Option<EmailChange>, StoreError> {
        self.read(|state| state.email_changes.find(id).cloned())
    }

    async fn find_pending(&self, user: UserId) -> Result<Option<EmailChange>, StoreError> {
        self.read(|state| state.email_changes.find_pending(user).cloned())
    }

    async fn insert(&self, change: &InsertEmailChange) -> Result<EmailChange, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(change.user))?;
            state.email_changes.insert(change)
        })
    }

    async fn update(&self, change: &EmailChange) -> Result<(), StoreError> {
        self.write(|state| state.email_changes.update(change))
    }

    async fn delete_pending(&self, user: UserId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.email_changes.delete_pending(user)))
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.email_changes.delete_expired(until, some(limit))))
    }
}
