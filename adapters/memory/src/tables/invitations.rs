use korotko_core::id::InvitationId;
use korotko_core::ports::{InsertInvitation, StoreError, Timestamp};
use korotko_core::user::{Email, Invitation};

use super::Table;

/// The invitations.
#[derive(Debug, Clone, Default)]
pub(crate) struct InvitationTable(Table<InvitationId, Invitation>);

impl InvitationTable {
    pub(crate) fn find(&self, id: InvitationId) -> Option<&Invitation> {
        self.0.get(id)
    }

    pub(crate) fn list(&self, after: Option<InvitationId>, limit: u32) -> Vec<Invitation> {
        let newest_first = self.0.rows().rev();
        newest_first
            .filter(|row| after.is_none_or(|after| row.id < after))
            .take(limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertInvitation) -> Result<Invitation, StoreError> {
        if self.0.rows().any(|row| is_for(row, &new.email)) {
            return Err(StoreError::Conflict);
        }
        let invitation = Invitation {
            id: InvitationId(self.0.next_id()),
            email: new.email.clone(),
            language: new.language,
            created_at: new.created_at,
        };
        self.0.put(invitation.id, invitation.clone());
        Ok(invitation)
    }

    pub(crate) fn delete(&mut self, id: InvitationId) -> bool {
        self.0.remove(id)
    }

    pub(crate) fn delete_by_email(&mut self, email: &Email) -> bool {
        self.0.remove_some(1, |row| is_for(row, email)) > 0
    }

    pub(crate) fn delete_expired(&mut self, until: Timestamp, limit: usize) -> u64 {
        self.0.remove_some(limit, |row| row.created_at <= until)
    }
}

fn is_for(invitation: &Invitation, email: &Email) -> bool {
    invitation.email.canonical() == email.canonical()
}
