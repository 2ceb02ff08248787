use crate::fault::{Fault, FaultKind};
use crate::ports::RandomError;

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
