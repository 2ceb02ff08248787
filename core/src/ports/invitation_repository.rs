use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::InvitationId;
use crate::user::{Email, Invitation, Language};

/// An invitation to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertInvitation {
    /// The invited address as typed, with its canonical form.
    pub email: Email,
    /// The language of the mail.
    pub language: Language,
    /// When it is created.
    pub created_at: Timestamp,
}

/// The invitations that are not used yet. Addresses are unique by their canonical form ([`Email::canonical`]).
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait InvitationRepository: Send + Sync {
    /// The invitation with this id.
    async fn find_by_id(&self, id: InvitationId) -> Result<Option<Invitation>, StoreError>;

    /// Up to `limit` invitations in descending id order, after the one with the id `after`.
    async fn list(
        &self,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Vec<Invitation>, StoreError>;

    /// Inserts an invitation. MUST refuse a canonical address that has one, with [`StoreError::Conflict`]; MUST NOT reuse an id.
    async fn insert(&self, invitation: &InsertInvitation) -> Result<Invitation, StoreError>;

    /// Removes an invitation; returns whether it existed. Of concurrent units that remove the same invitation, the others MUST
    /// wait for the first, and return `false` if it commits.
    async fn delete(&self, id: InvitationId) -> Result<bool, StoreError>;

    /// Removes the invitation of this address, compared by its canonical form; returns whether there was one.
    async fn delete_by_email(&self, email: &Email) -> Result<bool, StoreError>;

    /// Removes up to `limit` invitations that were created at or before `until`; returns how many.
    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
