use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::cause::root_cause;
use crate::disk::WriteError;

/// How long to say nothing more about drops.
const QUIET: Duration = Duration::from_secs(1);

/// Why a click was dropped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DropReason {
    /// As many clicks wait as may.
    #[error("as many bytes of clicks wait as may")]
    Full,
    /// It was not written.
    #[error("its record was not written")]
    Write(#[source] WriteError),
}

/// The clicks that were dropped.
#[derive(Debug)]
pub(crate) struct Drops {
    count: AtomicU64,
    began: Instant,
    /// Until when to say nothing more, in milliseconds since the beginning.
    quiet_until: AtomicU64,
}

impl Drops {
    pub(crate) fn none() -> Self {
        Self {
            count: AtomicU64::new(0),
            began: Instant::now(),
            quiet_until: AtomicU64::new(0),
        }
    }

    /// How many.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// One more. Says so, but not more than once in a while: a full disk must not fill up the rest of it.
    pub(crate) fn add(&self, reason: &DropReason) {
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        if self.may_speak() {
            let cause = root_cause(reason);
            tracing::error!(%reason, cause, dropped = count, "clicks are dropped");
        }
    }

    /// So many more, which stood in a file that was damaged.
    pub(crate) fn add_lost(&self, clicks: u64) {
        self.count.fetch_add(clicks, Ordering::Relaxed);
    }

    /// Whether enough time has passed; if so, it begins anew, and of several threads one is told so.
    fn may_speak(&self) -> bool {
        let now = millis(self.began.elapsed());
        let update = |quiet_until| (now >= quiet_until).then(|| now + millis(QUIET));
        let relaxed = Ordering::Relaxed;
        let updated = self.quiet_until.fetch_update(relaxed, relaxed, update);
        updated.is_ok()
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
