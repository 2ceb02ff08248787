use super::ended::{SessionEnd, log_ended};
use super::{Session, SessionSecret, Sessions};
use crate::ports::StoreError;

impl Sessions {
    /// Ends the session of this secret, if there is one.
    pub async fn sign_out(&self, secret: &str) -> Result<(), StoreError> {
        if let Some(session) = self.try_sign_out(secret).await? {
            log_ended(&session, SessionEnd::SignedOut);
        }
        Ok(())
    }

    /// Does the same; returns the session.
    #[tracing::instrument(name = "sessions.sign_out", skip_all)]
    async fn try_sign_out(&self, secret: &str) -> Result<Option<Session>, StoreError> {
        let Some(secret) = SessionSecret::parse(secret) else {
            return Ok(None);
        };
        let unit = self.ports.store.begin().await?;
        let found = unit.sessions().find_by_hash(&secret.hash()).await?;
        let Some(session) = found else {
            return Ok(None);
        };
        let existed = unit.sessions().delete(session.id).await?;
        unit.commit().await?;
        Ok(existed.then_some(session))
    }
}
