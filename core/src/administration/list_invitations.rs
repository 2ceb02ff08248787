use super::Administration;
use crate::id::InvitationId;
use crate::page::Page;
use crate::ports::StoreError;
use crate::user::Invitation;

impl Administration {
    /// Up to `limit` invitations that are not used yet, newest first, after the cursor `after`. Those that expired are among them
    /// until the next sweep.
    #[tracing::instrument(name = "administration.list_invitations", skip_all)]
    pub async fn list_invitations(
        &self,
        after: Option<InvitationId>,
        limit: u32,
    ) -> Result<Page<Invitation, InvitationId>, StoreError> {
        let store = &self.ports.store;
        let found = store.invitations().list(after, limit.saturating_add(1));
        Ok(Page::split(found.await?, limit, |one| one.id))
    }
}
