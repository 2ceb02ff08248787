use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::ports::{InsertEmailChange, StoreError, Timestamp};
use korotko_core::user::EmailChange;

use super::Table;

/// The changes of addresses.
#[derive(Debug, Clone, Default)]
pub(crate) struct EmailChangeTable(Table<EmailChangeId, EmailChange>);

impl EmailChangeTable {
    pub(crate) fn find(&self, id: EmailChangeId) -> Option<&EmailChange> {
        self.0.get(id)
    }

    pub(crate) fn find_pending(&self, user: UserId) -> Option<&EmailChange> {
        self.0.rows().find(|row| is_pending_of(row, user))
    }

    pub(crate) fn insert(&mut self, new: &InsertEmailChange) -> Result<EmailChange, StoreError> {
        if self.find_pending(new.user).is_some() {
            return Err(StoreError::Conflict);
        }
        let change = EmailChange {
            id: EmailChangeId(self.0.next_id()),
            user: new.user,
            old_email: new.old_email.clone(),
            new_email: new.new_email.clone(),
            token_epoch: new.token_epoch,
            confirmed_by_old_at: None,
            confirmed_by_new_at: None,
            created_at: new.created_at,
        };
        self.0.put(change.id, change.clone());
        Ok(change)
    }

    pub(crate) fn update(&mut self, change: &EmailChange) -> Result<(), StoreError> {
        let row = self.0.get_mut(change.id).ok_or(StoreError::Missing)?;
        row.confirmed_by_old_at = change.confirmed_by_old_at;
        row.confirmed_by_new_at = change.confirmed_by_new_at;
        Ok(())
    }

    pub(crate) fn delete_pending(&mut self, user: UserId) -> bool {
        self.0.remove_some(1, |row| is_pending_of(row, user)) > 0
    }

    pub(crate) fn delete_by_user(&mut self, user: UserId) {
        self.0.remove_some(usize::MAX, |row| row.user == user);
    }

    pub(crate) fn delete_expired(&mut self, until: Timestamp, limit: usize) -> u64 {
        self.0.remove_some(limit, |row| row.created_at <= until)
    }
}

fn is_pending_of(change: &EmailChange, user: UserId) -> bool {
    change.user == user && !change.is_complete()
}
