use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::UserId;
use crate::user::User;

impl Administration {
    /// Verifies the address of a user without a mail: the administrator knows that it is theirs.
    pub async fn verify_user(&self, actor: Actor, id: UserId) -> Result<User, ActError> {
        let span = tracing::info_span!("administration.verify_user");
        self.perform(span, self.verify(actor, id)).await
    }

    async fn verify(&self, actor: Actor, id: UserId) -> Result<Done<User>, ActError> {
        let act = self.begin(actor).await?;
        let mut user = act.lock_user(id).await?;
        if user.is_verified() {
            return Ok(Done::unchanged(user));
        }
        // Not announced: the user has no tokens yet.
        user.verified_at = Some(act.now);
        act.unit.users().update(&user).await?;
        let subject = AuditSubject::User(id);
        let done = act.commit(AuditAction::VerifyUser, subject, None, user);
        Ok(done.await?)
    }
}
