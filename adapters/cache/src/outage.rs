use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// No failure: the store answered the last request.
const NEVER: i64 = i64::MIN;

/// Whether the store is unavailable, for all routes together, so that only one caller probes it during an outage.
///
/// All times are microseconds of the clock's uptime.
#[derive(Debug)]
pub(crate) struct Outage {
    /// When the store last failed.
    failed_at: AtomicI64,
    /// When it may be probed again.
    next_try: AtomicI64,
    pause: i64,
    /// How long a failure is remembered.
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

    /// Whether not to ask the store at `now`. After the pause, one caller gets `false` and probes the store; it has another pause
    /// to report the result.
    pub(crate) fn should_skip(&self, now: Duration) -> bool {
        // Without a recent failure, it is unknown whether the store is still unavailable.
        if !self.failed_recently(now) {
            return false;
        }
        let now = micros(now);
        let next_try = self.next_try.load(Ordering::Acquire);
        let later = now.saturating_add(self.pause);
        let claim = || {
            self.next_try
                .compare_exchange(next_try, later, Ordering::AcqRel, Ordering::Acquire)
        };
        now < next_try || claim().is_err()
    }

    /// Whether the store failed so recently that it is probably still unavailable.
    pub(crate) fn failed_recently(&self, now: Duration) -> bool {
        let failed_at = self.failed_at.load(Ordering::Acquire);
        (0..self.memory).contains(&micros(now).saturating_sub(failed_at))
    }

    /// Records a failure; returns `true` if the outage begins.
    pub(crate) fn begin(&self, now: Duration) -> bool {
        let now = micros(now);
        let later = now.saturating_add(self.pause);
        self.next_try.store(later, Ordering::Release);
        self.failed_at.swap(now, Ordering::AcqRel) == NEVER
    }

    /// Records an answer; returns `true` if an outage ends.
    pub(crate) fn end(&self) -> bool {
        // Usually nothing is written, so that threads share the cache line.
        self.failed_at.load(Ordering::Acquire) != NEVER
            && self.failed_at.swap(NEVER, Ordering::AcqRel) != NEVER
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
