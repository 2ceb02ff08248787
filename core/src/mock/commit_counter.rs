use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts committed units of work.
#[derive(Debug, Clone, Default)]
pub struct CommitCounter(Arc<AtomicUsize>);

impl CommitCounter {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// The number of commits.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
