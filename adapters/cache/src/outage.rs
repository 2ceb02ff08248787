use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use korotko_core::ports::Timestamp;

/// No moment: the store answered when it was last asked.
const NEVER: i64 = i64::MIN;

/// Whether the store is away, for all routes together, so that during an outage one caller tries it and the others need not.
///
/// All moments are microseconds since 1970.
#[derive(Debug)]
pub(crate) struct Outage {
    /// When the store last failed.
    failed_at: AtomicI64,
    /// When it may be tried again.
    next_try: AtomicI64,
    pause: i64,
    /// How long a failure tells anything of the present.
    memory: i64,
}

impl Outage {
    pub(crate) fn new(pause: Duration, memory: Duration) -> Self {
        Self {
            failed_at: AtomicI64::new(NEVER),
            next_try: AtomicI64::new(NEVER),
            pause: micros(pause),
            memory: micros(memory),
        }
    }

    /// Whether to leave the store alone at `now`. When the pause is over, one caller is told no, and tries it; it has as long
    /// as another pause to come back with what it found.
    pub(crate) fn holds_back(&self, now: Timestamp) -> bool {
        // Without a failure of late, nobody knows that it is still away.
        if !self.failed_lately(now) {
            return false;
        }
        let now = now.timestamp_micros();
        let next_try = self.next_try.load(Ordering::Acquire);
        let later = now.saturating_add(self.pause);
        let claim = || {
            self.next_try
                .compare_exchange(next_try, later, Ordering::AcqRel, Ordering::Acquire)
        };
        now < next_try || claim().is_err()
    }

    /// Whether the store failed so lately that it is probably still away.
    pub(crate) fn failed_lately(&self, now: Timestamp) -> bool {
        let failed_at = self.failed_at.load(Ordering::Acquire);
        // The clock may have gone back.
        (0..self.memory).contains(&now.timestamp_micros().saturating_sub(failed_at))
    }

    /// The store failed; true when this is news.
    pub(crate) fn begin(&self, now: Timestamp) -> bool {
        let now = now.timestamp_micros();
        let later = now.saturating_add(self.pause);
        self.next_try.store(later, Ordering::Release);
        self.failed_at.swap(now, Ordering::AcqRel) == NEVER
    }

    /// The store answered; true when this is news.
    pub(crate) fn end(&self) -> bool {
        // Most often nothing is written, so that the threads share what they read.
        self.failed_at.load(Ordering::Acquire) != NEVER
            && self.failed_at.swap(NEVER, Ordering::AcqRel) != NEVER
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
