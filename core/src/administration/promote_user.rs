use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::UserId;
use crate::ports::Change;
use crate::user::User;

impl Administration {
    /// Makes a user an administrator. One whose address is not verified, or who is disabled, can administer only after that.
    pub async fn promote_user(&self, actor: Actor, id: UserId) -> Result<User, ActError> {
        let span = tracing::info_span!("administration.promote_user");
        self.perform(span, self.set_role(actor, id, true)).await
    }

    /// Makes an administrator an ordinary user, unless they are the only one.
    pub async fn demote_user(&self, actor: Actor, id: UserId) -> Result<User, ActError> {
        let span = tracing::info_span!("administration.demote_user");
        self.perform(span, self.set_role(actor, id, false)).await
    }

    async fn set_role(
        &self,
        actor: Actor,
        id: UserId,
        is_administrator: bool,
    ) -> Result<Done<User>, ActError> {
        let act = self.begin(actor).await?;
        let mut user = if is_administrator {
            act.lock_user(id).await?
        } else {
            act.lock_dispensable(id).await?
        };
        if user.is_administrator == is_administrator {
            return Ok(Done::unchanged(user));
        }
        user.is_administrator = is_administrator;
        act.unit.users().update(&user).await?;
        let action = if is_administrator {
            AuditAction::PromoteUser
        } else {
            AuditAction::DemoteUser
        };
        act.announce(Change::User(id)).await?;
        let done = act.commit(action, AuditSubject::User(id), None, user);
        let done = done.await?;
        self.ports.user_finder.forget_user(id);
        Ok(done)
    }
}
