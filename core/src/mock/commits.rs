use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many units of work were committed.
#[derive(Debug, Clone, Default)]
pub struct Commits(Arc<AtomicUsize>);

impl Commits {
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// So many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}
