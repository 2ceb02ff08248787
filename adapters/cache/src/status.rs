use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a cache holds, and how often it had the answer since it was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheStatus {
    /// The number of cached routes or users.
    pub entries: usize,
    /// The number of slugs that are known to have no route.
    pub missing: usize,
    /// Look-ups that were answered from memory.
    pub hits: u64,
    /// Look-ups that had to wait for the store.
    pub misses: u64,
    /// The time since everything that changed was heard; since the cache was created, if nothing was heard yet.
    pub news_age: Duration,
}

/// The counters of a cache. In a cache line of their own, since the fields beside them are read by every look-up, and never written.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(crate) struct Counters {
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Counters {
    pub(crate) fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn miss(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    pub(crate) fn misses(&self) -> u64 {
        self.misses.load(Ordering::Relaxed)
    }
}
