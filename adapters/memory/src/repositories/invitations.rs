use async_trait::async_trait;
use korotko_core::id::InvitationId;
use korotko_core::ports::{InsertInvitation, InvitationRepository, StoreError, Timestamp};
use korotko_core::user::{Email, Invitation};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl InvitationRepository for Rows {
    async fn find_by_id(&self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        self.read(|state| state.invitations.find(id).cloned())
    }

    async fn list(
        &self,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError> {
        self.read(|state| state.invitations.list(after, limit))
    }

    async fn insert(&self, invitation: &InsertInvitation) -> Result<Invitation, StoreError> {
        self.write(|state| state.invitations.insert(invitation))
    }

    async fn delete(&self, id: InvitationId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.invitations.delete(id)))
    }

    async fn delete_by_email(&self, email: &Email) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.invitations.delete_by_email(email)))
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.invitations.delete_expired(until, some(limit))))
    }
}
