use crate::fault::{Fault, FaultKind, fault};
use crate::ports::{RandomError, StoreError};

/// A token that is malformed, forged, over, of another use, or from before all sessions were ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is not valid")]
pub struct TokenInvalid;

/// Why no token could be made.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// No random bytes for its id.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The library refused to sign.
    #[error("the token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

impl Fault for IssueError {
    fn kind(&self) -> FaultKind {
        FaultKind::Internal
    }

    fn code(&self) -> &'static str {
        "internal"
    }
}

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
