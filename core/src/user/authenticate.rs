use super::{User, Users};
use crate::fault::fault;
use crate::ports::{StoreError, Timestamp};
use crate::token::{IssueError, TokenInvalid, TokenPair, TokenUse};

/// Why a bearer of a token was not let in, or got no fresh pair.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// The token is not valid.
    #[error("the token is not valid; sign in again")]
    TokenInvalid,
    /// No fresh pair could be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// The user who bears this access token. Every session may have been ended, or the account deleted, since it was made,
    /// so the user is looked up each time.
    #[tracing::instrument(name = "users.authenticate", skip_all)]
    pub async fn authenticate(&self, access_token: &str) -> Result<User, AuthenticateError> {
        let now = self.ports.clock.now();
        self.bearer(TokenUse::Access, access_token, now).await
    }

    /// A fresh pair for the bearer of this refresh token, which stays good until its own end: nothing is stored.
    #[tracing::instrument(name = "users.refresh", skip_all)]
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, AuthenticateError> {
        let now = self.ports.clock.now();
        let user = self.bearer(TokenUse::Refresh, refresh_token, now).await?;
        Ok(self.tokens.issue_pair(user.session(), now)?)
    }

    async fn bearer(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
    ) -> Result<User, AuthenticateError> {
        let session = self.tokens.read(token_use, token, now)?;
        let user = self.ports.store.users().find_by_id(session.user).await?;
        let current = user.filter(|user| user.session() == session);
        Ok(current.ok_or(TokenInvalid)?)
    }
}

impl From<TokenInvalid> for AuthenticateError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

fault!(AuthenticateError {
    broken_rules: [],
    own: [TokenInvalid => Unauthenticated "token-invalid"],
    passed_on: [Issue, Store],
});
