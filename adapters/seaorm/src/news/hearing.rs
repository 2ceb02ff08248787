use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use korotko_core::ports::{Clock, NewsListener};

use super::message;

/// What a process has heard on one connection. Times are those of [`Clock::uptime`].
pub(super) struct Hearing<'a> {
    clock: &'a dyn Clock,
    listener: &'a dyn NewsListener,
    /// Since when no change was missed.
    since: AtomicU64,
    /// The number of the last message of each process.
    last: Mutex<HashMap<u64, u64>>,
}

impl<'a> Hearing<'a> {
    /// Begins now: earlier changes may have been missed.
    pub(super) fn new(clock: &'a dyn Clock, listener: &'a dyn NewsListener) -> Self {
        let now = micros(clock.uptime());
        Self {
            clock,
            listener,
            since: AtomicU64::new(now),
            last: Mutex::default(),
        }
    }

    /// Hears a text with changes.
    pub(super) fn changed(&self, text: &str) {
        message::read(text).for_each(|change| self.listener.changed(&change));
    }

    /// Notes that every change before `until` was heard.
    pub(super) fn complete(&self, until: Duration) {
        let since = Duration::from_micros(self.since.load(Ordering::Relaxed));
        self.listener.complete(since, until);
    }

    /// Notes that changes up to now may have been missed.
    pub(super) fn missed(&self) {
        let now = micros(self.clock.uptime());
        self.since.store(now, Ordering::Relaxed);
    }

    /// Checks the number of a message: if the one before is missing, changes may have been missed.
    pub(super) fn check(&self, sender: u64, number: u64) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = last.insert(sender, number);
        if before.is_some_and(|before| number != before.wrapping_add(1)) {
            self.missed();
        }
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
