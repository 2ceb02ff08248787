use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::UserId;
use crate::ports::Change;
use crate::user::KeyEnd;

impl Administration {
    /// Deletes a user with all their data, as [`Users::delete_account`](crate::user::Users::delete_account) does, unless they are
    /// the only administrator.
    pub async fn delete_user(&self, actor: Actor, id: UserId) -> Result<(), ActError> {
        let span = tracing::info_span!("administration.delete_user");
        self.perform(span, self.remove_user(actor, id)).await
    }

    async fn remove_user(&self, actor: Actor, id: UserId) -> Result<Done<()>, ActError> {
        let mut act = self.begin(actor).await?;
        act.lock_dispensable(id).await?;
        act.end_keys(id, KeyEnd::AccountDeleted).await?;
        act.unit.users().delete(id, act.now).await?;
        act.announce(Change::Owner(id)).await?;
        let subject = AuditSubject::User(id);
        let done = act.commit(AuditAction::DeleteUser, subject, None, ());
        let done = done.await?;
        self.forget_owner(id);
        Ok(done)
    }
}
