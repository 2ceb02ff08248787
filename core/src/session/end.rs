use super::ended::{SessionEnd, log_ended};
use super::{Session, Sessions};
use crate::find::FindError;
use crate::id::SessionId;
use crate::user::User;

impl Sessions {
    /// Ends a valid session of a signed-in user; from then on its secret is refused everywhere.
    pub async fn end(&self, user: &User, id: SessionId) -> Result<(), FindError> {
        // Whoever ends it concurrently achieves the same.
        if let Some(session) = self.try_end(user, id).await? {
            log_ended(&session, SessionEnd::Revoked);
        }
        Ok(())
    }

    /// Does the same; returns the session, if it still existed.
    #[tracing::instrument(name = "sessions.end", skip_all)]
    async fn try_end(&self, user: &User, id: SessionId) -> Result<Option<Session>, FindError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let found = unit.sessions().find_by_id(id).await?;
        let session = found
            .filter(|session| session.is_valid(user, now))
            .ok_or(FindError::NotFound("session"))?;
        let existed = unit.sessions().delete(id).await?;
        unit.commit().await?;
        Ok(existed.then_some(session))
    }
}
