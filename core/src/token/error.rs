use crate::fault::{Fault, FaultKind};
use crate::ports::RandomError;

/// The token is malformed, forged, expired, for another use, or from before all sessions were ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token is invalid")]
pub struct TokenInvalid;

/// Why a token was not issued.
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
