use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::DrainLoop;
use super::backoff::{Backoff, TICK};
use super::batch::MAX_BYTES;

/// How long clicks may arrive under load before they are counted, so that there are many of them.
const MAX_WAIT: Duration = Duration::from_secs(4);

/// How old a click may become before counting stops giving way to requests: all are counted within 10 s.
const LATE: Duration = Duration::from_secs(8);

/// The longest pause: a unit that took longer was waiting for something.
const MAX_PAUSE: Duration = Duration::from_secs(5);

impl DrainLoop<'_> {
    /// Whether to count now: at once without load; under load when a batch is full, or after some seconds.
    pub(super) fn is_due(&self) -> bool {
        let is_full = self.shared.waiting() >= MAX_BYTES;
        let waited = self.pace.since_round() >= MAX_WAIT;
        !self.pace.load.is_high() || is_full || waited || self.is_filling()
    }

    /// Whether requests have precedence: under load, unless counting is late or the log is filling.
    fn gives_way(&self) -> bool {
        let is_late = self.pace.oldest_click() >= LATE;
        self.pace.load.is_high() && !is_late && !self.is_filling() && !self.is_stopping()
    }

    /// Whether a quarter of the log's limit is used.
    fn is_filling(&self) -> bool {
        self.shared.waiting() >= self.shared.options.limit_bytes / 4
    }

    /// Pauses after work that took this long, so that it takes at most its share of a core while requests have precedence.
    pub(super) async fn yield_for(&mut self, taken: Duration) {
        self.backoff = Backoff::default();
        let share = self.shared.options.share.clamp(1, 100);
        let pause = taken * (100 - share) / share;
        let end = Instant::now() + pause.min(MAX_PAUSE);
        while self.gives_way() && Instant::now() < end {
            self.sleep_until(end).await;
            self.run_maintenance().await;
        }
        self.run_maintenance().await;
    }

    /// Waits before another attempt; only briefly while stopping. Maintenance continues.
    pub(super) async fn back_off(&mut self) {
        let wait = self.backoff.next_wait();
        if self.is_stopping() {
            sleep(TICK).await;
            return;
        }
        let end = Instant::now() + wait;
        while Instant::now() < end && !self.is_stopping() {
            self.sleep_until(end).await;
            self.run_maintenance().await;
        }
    }

    /// Waits until this time, for one interval at most, or for the stop signal.
    pub(super) async fn sleep_until(&self, end: Instant) {
        tokio::select! {
            () = tokio::time::sleep_until(end.min(Instant::now() + TICK)) => {}
            () = stopped(self.stopping.clone()) => {}
        }
    }
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // This cannot fail: the sender lives as long as the drainer.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
