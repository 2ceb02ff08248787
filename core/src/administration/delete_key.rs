use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::id::{KeyId, UserId};
use crate::user::KeyEnd;

impl Administration {
    /// Deletes any API key; from then on it is refused everywhere.
    pub async fn delete_key(&self, actor: Actor, id: KeyId) -> Result<(), ActError> {
        let span = tracing::info_span!("administration.delete_key");
        self.perform(span, self.remove_key(actor, id)).await
    }

    /// Deletes all API keys of a user; returns how many.
    pub async fn delete_keys(&self, actor: Actor, owner: UserId) -> Result<u64, ActError> {
        let span = tracing::info_span!("administration.delete_keys");
        self.perform(span, self.remove_keys(actor, owner)).await
    }

    async fn remove_key(&self, actor: Actor, id: KeyId) -> Result<Done<()>, ActError> {
        let mut act = self.begin(actor).await?;
        let found = act.unit.keys().find_by_id(id).await?;
        let key = found.ok_or(ActError::NotFound("API key"))?;
        if !act.end_key(key.owner, id).await? {
            return Err(ActError::NotFound("API key"));
        }
        let details = Some(format!("{} of user {}", key.prefix, key.owner));
        let subject = AuditSubject::Key(id);
        let done = act.commit(AuditAction::DeleteKey, subject, details, ());
        Ok(done.await?)
    }

    async fn remove_keys(&self, actor: Actor, owner: UserId) -> Result<Done<u64>, ActError> {
        let mut act = self.begin(actor).await?;
        // No session of the user creates another one until this is committed.
        act.lock_user(owner).await?;
        let deleted = act.end_keys(owner, KeyEnd::Deleted).await?;
        if deleted == 0 {
            return Ok(Done::unchanged(0));
        }
        let details = Some(format!("keys: {deleted}"));
        let subject = AuditSubject::User(owner);
        let done = act.commit(AuditAction::DeleteKeys, subject, details, deleted);
        Ok(done.await?)
    }
}
