use super::{Session, SessionSecret, Sessions};
use crate::id::UserId;
use crate::ports::StoreError;
use crate::user::{AuthenticateError, User, log_refused_token};

/// A session whose secret was presented, and its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOwner {
    /// The user.
    pub user: User,
    /// The session. The caller should record the use ([`Sessions::use_to_record`](super::Sessions::use_to_record)).
    pub session: Session,
}

impl Sessions {
    /// The valid session of this secret, and its user. The session is read from the store each time, so that one that was ended alone
    /// is refused at once on every node; the user is found as that of a token.
    pub async fn authenticate(&self, secret: &str) -> Result<SessionOwner, AuthenticateError> {
        let found = self.find_by_secret(secret).await?;
        found.map_err(|user| {
            log_refused_token("session", user);
            AuthenticateError::TokenInvalid
        })
    }

    /// The session of this secret; otherwise the user of the session that is refused, if there is one.
    #[tracing::instrument(name = "sessions.authenticate", skip_all)]
    async fn find_by_secret(
        &self,
        secret: &str,
    ) -> Result<Result<SessionOwner, Option<UserId>>, StoreError> {
        let now = self.ports.clock.now();
        let Some(secret) = SessionSecret::parse(secret) else {
            return Ok(Err(None));
        };
        let sessions = self.ports.store.sessions();
        let Some(session) = sessions.find_by_hash(&secret.hash()).await? else {
            return Ok(Err(None));
        };
        let refused = Some(session.user);
        let users = &self.ports.user_finder;
        let user = users.find_user(session.user, session.epoch).await?;
        let user = user.filter(|user| session.is_valid(user, now));
        Ok(user
            .map(|user| SessionOwner { user, session })
            .ok_or(refused))
    }
}
