use async_trait::async_trait;

use crate::fault::{Fault, FaultKind};
use crate::user::{Password, PasswordHash};

/// Turns passwords into hashes, off the threads that answer requests.
///
/// The work is slow by intent, so it runs in a bounded number of places: when all are taken and the queue is full, a call
/// answers [`HashError::Busy`] at once.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// A new hash at today's cost. MUST salt: two hashes of one password differ.
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashError>;

    /// Compares in constant time. MUST do the same work as [`hash`](Self::hash) for a hash of today's cost, and MUST refuse a
    /// text that is no hash, with [`HashError::Broken`].
    async fn verify(&self, password: &Password, hash: &PasswordHash) -> Result<Verdict, HashError>;
}

/// What comparing a password with a hash said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Match,
    /// It is the password, and its hash has a lower cost than is asked for today: renew it.
    MatchOutdated,
    /// It is another password.
    Mismatch,
}

/// Why nothing was hashed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// All places and the queue are taken; later may work.
    #[error("too many passwords are being checked at this moment")]
    Busy,
    /// The stored text is no hash, or the work broke off.
    #[error("the password hash could not be worked out: {0}")]
    Broken(&'static str),
}

impl Fault for HashError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Busy => FaultKind::Unavailable,
            Self::Broken(_) => FaultKind::Internal,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Broken(_) => "internal",
        }
    }
}
