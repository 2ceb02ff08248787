use async_trait::async_trait;

use crate::fault::{Fault, FaultKind};
use crate::user::{Password, PasswordHash};

/// Hashes passwords, off the threads that handle requests.
///
/// Hashing is slow by intent, so it runs with bounded concurrency: when that is used up and the queue is full, a call returns
/// [`HashError::Busy`] at once.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// Hashes a password at the current cost. MUST salt: two hashes of one password differ.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError>;

    /// Compares in constant time. MUST do the same work as [`hash`](Self::hash) for a hash of the current cost, and MUST refuse
    /// a malformed hash, with [`HashError::Internal`].
    async fn verify(&self, password: &Password, hash: &PasswordHash) -> Result<Verdict, HashError>;
}

/// The result of comparing a password with a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The password matches.
    Match,
    /// The password matches, and its hash has less than the current cost: hash it again.
    MatchOutdated,
    /// The password does not match.
    Mismatch,
}

/// Why hashing failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// All slots and the queue are full; a retry may succeed.
    #[error("too many password checks in progress; try again later")]
    Busy,
    /// The stored hash is malformed, or the task was aborted.
    #[error("password hashing failed: {0}")]
    Internal(&'static str),
}

impl Fault for HashError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Busy => FaultKind::Unavailable,
            Self::Internal(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Internal(_) => "internal",
        }
    }
}
