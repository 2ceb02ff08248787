use tracing::{Instrument, Span};

use super::{User, Users};
use crate::fault::fault;
use crate::ports::{StoreError, Timestamp};
use crate::token::{IssueError, TokenPair, TokenUse};

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
    /// The user of this access token. All sessions may have been ended, or the account disabled or deleted, since the token was
    /// issued, so the [`UserFinder`](crate::ports::UserFinder) is asked each time.
    pub async fn authenticate(&self, access_token: &str) -> Result<User, AuthenticateError> {
        let now = self.ports.clock.now();
        let span = tracing::info_span!("users.authenticate");
        self.find_by_token(TokenUse::Access, access_token, now, span)
            .await
    }

    /// A new token pair for the user of this refresh token, which stays valid until it expires: nothing is stored.
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, AuthenticateError> {
        let now = self.ports.clock.now();
        let span = tracing::info_span!("users.refresh");
        let user = self
            .find_by_token(TokenUse::Refresh, refresh_token, now, span)
            .await?;
        Ok(self.tokens.issue_pair(user.token_subject(), now)?)
    }

    /// The user of a token, found within this span. A refusal is recorded outside of it.
    async fn find_by_token(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
        span: Span,
    ) -> Result<User, AuthenticateError> {
        let Ok(subject) = self.tokens.read(token_use, token, now) else {
            self.record_refused_token(token_use, None);
            return Err(AuthenticateError::TokenInvalid);
        };
        let users = &self.ports.user_finder;
        let found = users.find_user(subject.user, subject.epoch);
        let found = found.instrument(span).await?;
        let Some(user) = found.filter(|user| !user.is_disabled()) else {
            self.record_refused_token(token_use, Some(subject.user));
            return Err(AuthenticateError::TokenInvalid);
        };
        Ok(user)
    }
}

fault!(AuthenticateError {
    violations: [],
    variants: [TokenInvalid => Unauthenticated "token-invalid"],
    transparent: [Issue, Store],
});
