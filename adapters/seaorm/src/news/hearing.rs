use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use korotko_core::ports::{Clock, RouteListener};

use super::message;

/// What a process has heard on one connection. Times are those of [`Clock::uptime`].
pub(super) struct Hearing<'a> {
    clock: &'a dyn Clock,
    listener: &'a dyn RouteListener,
    /// Since when no change was missed.
    since: AtomicU64,
    /// The number of the last message of each process.
    last: Mutex<HashMap<u64, u64>>,
}

impl<'a> Hearing<'a> {
    /// Begins now: earlier changes may have been missed.
    pub(super) fn new(clock: &'a dyn Clock, listener: &'a dyn RouteListener) -> Self {
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

    /// Checks the number of a message: if one is missing, or the process is not known though it has sent others, changes may
    /// have been missed.
    pub(super) fn check(&self, sender: u64, number: u64) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.insert(sender, number);
        let expected = known.map_or(0, |known| known.wrapping_add(1));
        if number != expected {
            self.missed();
        }
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
