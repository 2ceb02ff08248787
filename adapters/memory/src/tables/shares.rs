use korotko_core::id::{ShareId, UserId};
use korotko_core::ports::{InsertShare, StoreError};
use korotko_core::share::{Share, ShareSubject};

use super::Table;

/// The shares.
#[derive(Debug, Clone, Default)]
pub(crate) struct ShareTable(Table<ShareId, Share>);

impl ShareTable {
    pub(crate) fn find(&self, id: ShareId) -> Option<Share> {
        self.0.get(id).copied()
    }

    pub(crate) fn find_by_subject(&self, subject: ShareSubject) -> Option<Share> {
        let mut rows = self.0.rows();
        rows.find(|share| share.subject == subject).copied()
    }

    pub(crate) fn list(&self, owner: UserId, after: Option<ShareId>, limit: u32) -> Vec<Share> {
        let newest_first = self.0.rows().rev();
        newest_first
            .filter(|share| share.owner == owner)
            .filter(|share| after.is_none_or(|after| share.id < after))
            .take(limit as usize)
            .copied()
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertShare) -> Result<Share, StoreError> {
        if self.find_by_subject(new.subject).is_some() {
            return Err(StoreError::Conflict);
        }
        let share = Share {
            id: ShareId(self.0.next_id()),
            owner: new.owner,
            subject: new.subject,
            created_at: new.created_at,
        };
        self.0.put(share.id, share);
        Ok(share)
    }

    pub(crate) fn delete(&mut self, id: ShareId) -> bool {
        self.0.remove(id)
    }

    pub(crate) fn delete_by_subject(&mut self, subject: ShareSubject) {
        self.0.remove_some(1, |share| share.subject == subject);
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        self.0.remove_some(usize::MAX, |share| share.owner == owner);
    }
}
