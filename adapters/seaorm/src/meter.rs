use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// The calls of one kind to a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallStatus {
    /// How many ended since the start, in any way.
    pub ended: u64,
    /// How long these took.
    pub time: Duration,
    /// How many go on now.
    pub pending: u64,
}

/// What is measured of a pool.
#[derive(Debug)]
pub(crate) struct Meter {
    pub(crate) name: &'static str,
    /// Beginning a transaction: the wait for a connection, and on SQLite for the lock of the writer.
    pub(crate) begins: Calls,
    /// Reading outside of transactions: the wait for a connection, and the statement.
    pub(crate) reads: Calls,
}

/// Calls of one kind.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    begun: AtomicU64,
    ended: AtomicU64,
    /// In microseconds.
    time: AtomicU64,
}

/// A call, which ends when it is dropped.
pub(crate) struct Call<'a> {
    calls: &'a Calls,
    since: Instant,
}

impl Meter {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            begins: Calls::default(),
            reads: Calls::default(),
        }
    }
}

impl Calls {
    pub(crate) fn call(&self) -> Call<'_> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        Call {
            calls: self,
            since: Instant::now(),
        }
    }

    pub(crate) fn status(&self) -> CallStatus {
        // Read first, so that no call ends in between.
        let ended = self.ended.load(Ordering::Acquire);
        let begun = self.begun.load(Ordering::Relaxed);
        CallStatus {
            ended,
            time: Duration::from_micros(self.time.load(Ordering::Relaxed)),
            pending: begun.saturating_sub(ended),
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        let taken = u64::try_from(self.since.elapsed().as_micros());
        let time = &self.calls.time;
        time.fetch_add(taken.unwrap_or(u64::MAX), Ordering::Relaxed);
        self.calls.ended.fetch_add(1, Ordering::Release);
    }
}
