use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::DrainLoop;
use super::backoff::{Backoff, TICK};

/// The longest rest after a part: what took longer than that waited for something.
const MAX_YIELD: Duration = Duration::from_secs(5);

impl DrainLoop<'_> {
    /// Lets the redirects have the machine for as long as it was taken from them.
    pub(super) async fn give_way(&mut self, taken: Duration) {
        self.backoff = Backoff::default();
        if !self.is_stopping() {
            self.rest(taken.min(MAX_YIELD)).await;
        }
    }

    /// Waits before another attempt, not long when it is to stop.
    pub(super) async fn back_off(&mut self) {
        let wait = self.backoff.after_another();
        if self.is_stopping() {
            sleep(TICK).await;
        } else {
            self.rest(wait).await;
        }
    }

    /// Waits until it is time again, until much waits, or until it is to stop.
    pub(super) async fn rest_until_next_round(&self, began: Instant) {
        tokio::select! {
            () = tokio::time::sleep_until(began + TICK) => {}
            () = self.shared.wake.notified() => {}
            () = stopped(self.stopping.clone()) => {}
        }
    }

    /// Waits, looking after the files meanwhile, or until it is to stop.
    async fn rest(&mut self, duration: Duration) {
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
    // It cannot fail: the other end lives as long as the drainer.
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
