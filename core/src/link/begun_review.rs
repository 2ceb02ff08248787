use std::sync::{Mutex, PoisonError};

/// The version of the list for which this process has begun a review.
#[derive(Debug, Default)]
pub(super) struct BegunReview(Mutex<Option<u64>>);

impl BegunReview {
    pub(super) fn is(&self, version: u64) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(version)
    }

    pub(super) fn set(&self, version: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(version);
    }
}
