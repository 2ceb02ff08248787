use super::{User, Users};
use crate::fault::fault;
use crate::ports::{StoreError, Timestamp};
use crate::token::{IssueError, TokenInvalid, TokenPair, TokenUse};

/// Why a token was not accepted, or no new pair was issued.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// The token is invalid.
    #[error("the token is invalid; sign in again")]
    TokenInvalid,
    /// The new pair could not be signed.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// The user of this access token. All sessions may have been ended, or the account deleted, since the token was issued, so
    /// the [`UserFinder`](crate::ports::UserFinder) is asked each time.
    #[tracing::instrument(name = "users.authenticate", skip_all)]
    pub async fn authenticate(&self, access_token: &str) -> Result<User, AuthenticateError> {
        let now = self.ports.clock.now();
        self.find_by_token(TokenUse::Access, access_token, now)
            .await
    }

    /// A new token pair for the user of this refresh token, which stays valid until it expires: nothing is stored.
    #[tracing::instrument(name = "users.refresh", skip_all)]
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, AuthenticateError> {
        let now = self.ports.clock.now();
        let user = self
            .find_by_token(TokenUse::Refresh, refresh_token, now)
            .await?;
        Ok(self.tokens.issue_pair(user.session(), now)?)
    }

    async fn find_by_token(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
    ) -> Result<User, AuthenticateError> {
        let session = self.tokens.read(token_use, token, now)?;
        let users = &self.ports.user_finder;
        let current = users.find_user(session.user, session.epoch).await?;
        Ok(current.ok_or(TokenInvalid)?)
    }
}

impl From<TokenInvalid> for AuthenticateError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

fault!(AuthenticateError {
    violations: [],
    variants: [TokenInvalid => Unauthenticated "token-invalid"],
    transparent: [Issue, Store],
});
