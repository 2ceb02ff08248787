use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::UserId;
use crate::ports::Change;
use crate::user::{KeyEnd, User};

impl Administration {
    /// Disables a user, unless they are the only administrator: ends all sessions and deletes all API keys, and refuses to sign
    /// in from then on. The links are disabled as well if `with_links`, and continue otherwise, also if that was decided
    /// differently before.
    pub async fn disable_user(
        &self,
        actor: Actor,
        id: UserId,
        with_links: bool,
    ) -> Result<User, ActError> {
        let span = tracing::info_span!("administration.disable_user");
        self.perform(span, self.disable(actor, id, with_links))
            .await
    }

    /// Enables a disabled user, and their links. Sessions and API keys that were ended stay so.
    pub async fn enable_user(&self, actor: Actor, id: UserId) -> Result<User, ActError> {
        let span = tracing::info_span!("administration.enable_user");
        self.perform(span, self.enable(actor, id)).await
    }

    async fn disable(
        &self,
        actor: Actor,
        id: UserId,
        with_links: bool,
    ) -> Result<Done<User>, ActError> {
        let mut act = self.begin(actor).await?;
        let mut user = act.lock_dispensable(id).await?;
        if user.is_disabled() && user.links_disabled == with_links {
            return Ok(Done::unchanged(user));
        }
        user.disabled_at.get_or_insert(act.now);
        user.links_disabled = with_links;
        user.end_sessions();
        act.end_keys(id, KeyEnd::AccountDisabled).await?;
        act.unit.users().update(&user).await?;
        act.announce(Change::Owner(id)).await?;
        let links = if with_links { "disabled" } else { "enabled" };
        let details = Some(format!("links {links}"));
        let subject = AuditSubject::User(id);
        let done = act.commit(AuditAction::DisableUser, subject, details, user);
        let done = done.await?;
        self.forget_owner(id);
        Ok(done)
    }

    async fn enable(&self, actor: Actor, id: UserId) -> Result<Done<User>, ActError> {
        let act = self.begin(actor).await?;
        let mut user = act.lock_user(id).await?;
        if !user.is_disabled() {
            return Ok(Done::unchanged(user));
        }
        user.disabled_at = None;
        user.links_disabled = false;
        act.unit.users().update(&user).await?;
        act.announce(Change::Owner(id)).await?;
        let subject = AuditSubject::User(id);
        let done = act.commit(AuditAction::EnableUser, subject, None, user);
        let done = done.await?;
        self.forget_owner(id);
        Ok(done)
    }
}
