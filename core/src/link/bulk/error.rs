use crate::fault::{Violations, fault};
use crate::ports::{StoreError, StoreFailure};
use crate::rate_limit::RateLimitError;
use crate::user::OwnerGone;

/// Why no operation was applied.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// There are no operations, or too many.
    #[error("the batch is invalid")]
    Invalid(Violations),
    /// Too many imports.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for BulkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

impl StoreFailure for BulkError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

fault!(BulkError {
    violations: [Invalid => "invalid"],
    variants: [],
    transparent: [RateLimit, OwnerGone, Store],
});
