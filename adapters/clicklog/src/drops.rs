use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::cause::root_cause;
use crate::disk::WriteError;

/// The least time between two log messages about dropped clicks.
const LOG_INTERVAL: Duration = Duration::from_secs(1);

/// Why a click was dropped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DropReason {
    /// The log has reached its limit of bytes.
    #[error("the click log is full")]
    Full,
    /// The record could not be written.
    #[error("the record could not be written")]
    Write(#[source] WriteError),
}

/// The number of dropped clicks.
#[derive(Debug)]
pub(crate) struct Drops {
    count: AtomicU64,
    began: Instant,
    /// Until when no more is logged, in milliseconds since the start.
    muted_until: AtomicU64,
}

impl Drops {
    pub(crate) fn none() -> Self {
        Self {
            count: AtomicU64::new(0),
            began: Instant::now(),
            muted_until: AtomicU64::new(0),
        }
    }

    /// The number of dropped clicks.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Adds one, and logs it at a limited rate: log messages must not fill up a full disk.
    pub(crate) fn add(&self, reason: &DropReason) {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if self.should_log() {
            let cause = root_cause(reason);
            tracing::error!(
                event = "clicks_dropped",
                %reason,
                cause,
                dropped = count,
                "dropping clicks"
            );
        }
    }

    /// Adds clicks that were lost in a damaged file.
    pub(crate) fn add_lost(&self, clicks: u64) {
        self.count.fetch_add(clicks, Ordering::Relaxed);
    }

    /// Whether enough time has passed since the last message. Restarts the interval; only one of several threads gets `true`.
    fn should_log(&self) -> bool {
        let now = millis(self.began.elapsed());
        let update = |muted_until| (now >= muted_until).then(|| now + millis(LOG_INTERVAL));
        let relaxed = Ordering::Relaxed;
        let updated = self.muted_until.fetch_update(relaxed, relaxed, update);
        updated.is_ok()
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
