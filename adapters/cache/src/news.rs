use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::CacheOptions;

/// What is heard of changes: what was read after `since` is known to be right at `until`, unless it was forgotten.
///
/// Both are microseconds of the clock's uptime.
#[derive(Debug)]
pub(crate) struct News {
    created: Duration,
    since: AtomicU64,
    until: AtomicU64,
}

impl News {
    /// Nothing is heard.
    pub(crate) fn new(now: Duration) -> Self {
        Self {
            created: now,
            since: AtomicU64::new(u64::MAX),
            until: AtomicU64::new(0),
        }
    }

    /// Every change between these times was heard, and what it changed forgotten.
    pub(crate) fn complete(&self, since: Duration, until: Duration) {
        // A later end must not be seen with an earlier beginning.
        self.since.store(micros(since), Ordering::Relaxed);
        self.until.store(micros(until), Ordering::Release);
    }

    /// How long ago everything was heard, or the news were created.
    pub(crate) fn age(&self, now: Duration) -> Duration {
        let until = Duration::from_micros(self.until.load(Ordering::Relaxed));
        now.saturating_sub(until.max(self.created))
    }

    /// When what was read at `read` was last known to be right.
    pub(crate) fn right_at(&self, read: Duration) -> Duration {
        self.heard_until(read).map_or(read, |until| until.max(read))
    }

    /// Whether what was read at `read` need not be read again.
    pub(crate) fn is_fresh(&self, read: Duration, now: Duration, options: &CacheOptions) -> bool {
        now.saturating_sub(read) < options.keep_for
            && now.saturating_sub(self.right_at(read)) < options.fresh_for
    }

    /// Until when every change after `read` was heard, if it was.
    pub(crate) fn heard_until(&self, read: Duration) -> Option<Duration> {
        let until = self.until.load(Ordering::Acquire);
        let since = self.since.load(Ordering::Relaxed);
        (since <= micros(read)).then(|| Duration::from_micros(until))
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
