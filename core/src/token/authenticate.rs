use super::{AuthenticateError, TokenInvalid, TokenUse, Tokens};
use crate::ports::Timestamp;
use crate::user::User;

impl Tokens {
    /// The user who bears this access token. Every session may have been ended, or the account deleted, since it was made,
    /// so the user is looked up each time.
    #[tracing::instrument(name = "tokens.authenticate", skip_all)]
    pub async fn authenticate(&self, access_token: &str) -> Result<User, AuthenticateError> {
        let now = self.ports.clock.now();
        self.bearer(TokenUse::Access, access_token, now).await
    }

    pub(super) async fn bearer(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
    ) -> Result<User, AuthenticateError> {
        let session = self.inner.jwt.read(token_use, token, now)?;
        let user = self.ports.store.users().find_by_id(session.user).await?;
        let current = |user: &User| user.token_epoch == session.epoch;
        Ok(user.filter(current).ok_or(TokenInvalid)?)
    }
}
