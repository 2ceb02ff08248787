use super::{Session, Sessions};
use crate::id::SessionId;
use crate::page::Page;
use crate::ports::StoreError;
use crate::user::User;

impl Sessions {
    /// Up to `limit` valid sessions of a signed-in user, newest first, after the cursor `after`.
    #[tracing::instrument(name = "sessions.list", skip_all)]
    pub async fn list(
        &self,
        user: &User,
        after: Option<SessionId>,
        limit: u32,
    ) -> Result<Page<Session, SessionId>, StoreError> {
        let now = self.ports.clock.now();
        let sessions = self.ports.store.sessions();
        // All rows of the user are at most MAX_SESSIONS.
        let mut found = sessions.list(user.id, after, u32::MAX).await?;
        found.retain(|session| session.is_valid(user, now));
        Ok(Page::split(found, limit, |session| session.id))
    }
}
