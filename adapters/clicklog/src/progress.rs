use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// How counting goes on, written by the drainer for whoever watches it.
#[derive(Debug)]
pub(crate) struct Progress {
    opened: Instant,
    /// Since when the oldest click may wait, in microseconds since the log was opened.
    oldest: AtomicU64,
    counted: AtomicU64,
    folds: AtomicU64,
    /// In microseconds.
    fold_time: AtomicU64,
    failures: AtomicU64,
}

impl Progress {
    pub(crate) fn none() -> Self {
        Self {
            opened: Instant::now(),
            oldest: AtomicU64::new(0),
            counted: AtomicU64::new(0),
            folds: AtomicU64::new(0),
            fold_time: AtomicU64::new(0),
            failures: AtomicU64::new(0),
        }
    }

    /// Records that no waiting click is older than this.
    pub(crate) fn oldest_is(&self, age: Duration) {
        let since = self.opened.elapsed().saturating_sub(age);
        self.oldest.store(micros(since), Ordering::Relaxed);
    }

    /// The age of the oldest click that may wait.
    pub(crate) fn oldest_age(&self) -> Duration {
        let since = Duration::from_micros(self.oldest.load(Ordering::Relaxed));
        self.opened.elapsed().saturating_sub(since)
    }

    /// Records a unit of work that took this long.
    pub(crate) fn folded(&self, taken: Duration) {
        self.folds.fetch_add(1, Ordering::Relaxed);
        self.fold_time.fetch_add(micros(taken), Ordering::Relaxed);
    }

    /// Records that so many clicks are counted.
    pub(crate) fn counted(&self, clicks: usize) {
        self.counted.fetch_add(clicks as u64, Ordering::Relaxed);
    }

    /// Records that clicks could not be counted.
    pub(crate) fn failed(&self) {
        self.failures.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn clicks(&self) -> u64 {
        self.counted.load(Ordering::Relaxed)
    }

    pub(crate) fn folds(&self) -> u64 {
        self.folds.load(Ordering::Relaxed)
    }

    pub(crate) fn fold_time(&self) -> Duration {
        Duration::from_micros(self.fold_time.load(Ordering::Relaxed))
    }

    pub(crate) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
