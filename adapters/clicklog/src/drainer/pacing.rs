use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::DrainLoop;
use super::backoff::{Backoff, TICK};

/// The longest pause after a part: a part that took longer was waiting for something.
const MAX_YIELD: Duration = Duration::from_secs(5);

impl DrainLoop<'_> {
    /// Pauses after a part for as long as it took, so that redirects have the machine.
    pub(super) async fn yield_for(&mut self, taken: Duration) {
        self.backoff = Backoff::default();
        if !self.is_stopping() {
            self.pause(taken.min(MAX_YIELD)).await;
        }
    }

    /// Waits before another attempt; only briefly while stopping.
    pub(super) async fn back_off(&mut self) {
        let wait = self.backoff.next_wait();
        if self.is_stopping() {
            sleep(TICK).await;
        } else {
            self.pause(wait).await;
        }
    }

    /// Waits for the next interval, for enough clicks, or for the stop signal.
    pub(super) async fn wait_for_next_round(&self, began: Instant) {
        tokio::select! {
            () = tokio::time::sleep_until(began + TICK) => {}
            () = self.shared.wake.notified() => {}
            () = stopped(self.stopping.clone()) => {}
        }
    }

    /// Pauses until the time is over or the stop signal arrives; maintenance continues.
    async fn pause(&mut self, duration: Duration) {
        let end = Instant::now() + duration;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.is_stopping() {
                return;
            }
            tokio::select! {
                () = sleep(left.min(TICK)) => {}
                () = stopped(self.stopping.clone()) => {}
            }
            self.run_maintenance().await;
        }
    }
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // This cannot fail: the sender lives as long as the drainer.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
