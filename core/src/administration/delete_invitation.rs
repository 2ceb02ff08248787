use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::InvitationId;

impl Administration {
    /// Deletes an invitation, which no longer works.
    pub async fn delete_invitation(&self, actor: Actor, id: InvitationId) -> Result<(), ActError> {
        let span = tracing::info_span!("administration.delete_invitation");
        self.perform(span, self.withdraw(actor, id)).await
    }

    async fn withdraw(&self, actor: Actor, id: InvitationId) -> Result<Done<()>, ActError> {
        let act = self.begin(actor).await?;
        if !act.unit.invitations().delete(id).await? {
            return Err(ActError::NotFound("invitation"));
        }
        let subject = AuditSubject::Invitation(id);
        let done = act.commit(AuditAction::DeleteInvitation, subject, None, ());
        Ok(done.await?)
    }
}
