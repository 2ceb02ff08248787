//! The building blocks of the checks of invitations.

use super::StoreFixture;
use super::given::{email, write};
use korotko_core::id::InvitationId;
use korotko_core::ports::{InsertInvitation, Timestamp};
use korotko_core::user::{Invitation, Language};

pub(super) fn new_invitation(address: &str, created_at: Timestamp) -> InsertInvitation {
    InsertInvitation {
        email: email(address),
        language: Language::Ru,
        created_at,
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn invite(&self, address: &str, created_at: Timestamp) -> Invitation {
        let new = new_invitation(address, created_at);
        write(self, async |unit| unit.invitations().insert(&new).await).await
    }

    pub(super) async fn delete_invitation(&self, id: InvitationId) -> bool {
        write(self, async |unit| unit.invitations().delete(id).await).await
    }

    pub(super) async fn find_invitation(&self, id: InvitationId) -> Option<Invitation> {
        self.store.invitations().find_by_id(id).await.unwrap()
    }
}
