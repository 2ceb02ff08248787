use std::sync::atomic::{AtomicU64, Ordering};

use crate::traces::SpanCounts;

// One process has one export.
static WAITING: AtomicU64 = AtomicU64::new(0);
static SENT: AtomicU64 = AtomicU64::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);

/// The outcomes of the spans so far.
pub(crate) fn counts() -> SpanCounts {
    SpanCounts {
        sent: SENT.load(Ordering::Relaxed),
        lost: LOST.load(Ordering::Relaxed),
    }
}

/// Counts a span that waits to be sent; returns how many wait.
pub(super) fn wait() -> u64 {
    WAITING.fetch_add(1, Ordering::Relaxed) + 1
}

/// Counts waiting spans as sent or lost.
pub(super) fn settle(spans: u64, sent: bool) {
    let counter = if sent { &SENT } else { &LOST };
    counter.fetch_add(spans, Ordering::Relaxed);
    WAITING.fetch_sub(spans, Ordering::Relaxed);
}
