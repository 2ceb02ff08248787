//! Counting the clicks of the files in the store.

mod backoff;
mod batch;
mod counting;
mod load;
mod maintenance;
mod orphans;
mod pace;
mod pacing;
mod removal;
mod sync;
#[cfg(test)]
mod tests;
mod unit_size;

use std::io;
use std::sync::Arc;

use korotko_core::click::Clicks;
use tokio::sync::{MutexGuard, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use crate::ClickLog;
use crate::ledger::Ledger;
use crate::shared::Shared;
use backoff::{Backoff, TICK};
use pace::Pace;
use unit_size::UnitSize;

/// Counts the clicks of a [`ClickLog`], and of dead processes in the same folder. One drainer runs for a log at a time; another
/// waits for its end.
///
/// **When it counts.** Counting costs as much as the rows it changes, and a link's rows are changed once however many of its clicks
/// are counted together; so it waits for many clicks while requests need the machine, and for none otherwise. Four times a second it
/// looks at how many clicks were recorded. Below 1,000 clicks a second it counts at once. Under more load it waits until 100,000
/// clicks wait, or for 4 s, and after each piece of work it pauses so that it takes [its share](crate::ClickLogOptions::share) of one
/// core; unless a click is older than 8 s or a quarter of [the limit](crate::ClickLogOptions::limit_bytes) is used, when it does not
/// pause. So clicks appear within a second without load and within 10 s under it, as long as one core can count them; and they are
/// counted without pauses when the load is over.
///
/// **What it counts at once.** Up to 100,000 clicks of all files are read into memory, some 8 MB, and sorted by link. They are folded
/// in units of work of about 0.1 s, so that others can write in between: the size of a unit, in links and clicks, follows the time
/// that the last ones took on this store. Each unit takes the next links and stores how far it has come in each file.
///
/// While the store is unavailable it retries, first after 250 ms and finally every 5 s.
#[derive(Debug)]
pub struct Drainer {
    log: ClickLog,
    clicks: Clicks,
}

impl Drainer {
    /// Creates a drainer that counts `log` by `clicks`.
    #[must_use]
    pub fn new(log: &ClickLog, clicks: Clicks) -> Self {
        let log = log.clone();
        Self { log, clicks }
    }

    /// Counts until `shutdown` completes. Then it counts the remaining clicks without pauses, for up to
    /// [`grace`](crate::ClickLogOptions::grace), closes the log, and syncs uncounted files for the next process. The server MUST
    /// have stopped before `shutdown` completes: clicks that are recorded after the last count are dropped.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let shared = &self.log.0;
        let (stop, stopping) = watch::channel(false);
        let mut drain_loop = DrainLoop {
            shared,
            clicks: &self.clicks,
            ledger: shared.ledger.lock().await,
            stopping,
            backoff: Backoff::default(),
            pace: Pace::new(),
            unit_size: UnitSize::default(),
        };
        let grace_over = async {
            shutdown.await;
            stop.send_replace(true);
            sleep(shared.options.grace).await;
        };
        tokio::select! {
            () = drain_loop.work() => {}
            () = grace_over => {}
            () = shared.keep_synced() => {}
        }
        drain_loop.finish().await;
    }
}

/// A running drainer.
struct DrainLoop<'a> {
    shared: &'a Arc<Shared>,
    clicks: &'a Clicks,
    ledger: MutexGuard<'a, Ledger>,
    stopping: watch::Receiver<bool>,
    backoff: Backoff,
    pace: Pace,
    unit_size: UnitSize,
}

impl DrainLoop<'_> {
    /// Counts in a loop; returns when it is told to stop and everything is counted.
    async fn work(&mut self) {
        loop {
            let stopping = self.is_stopping();
            let began = Instant::now();
            self.run_maintenance().await;
            if stopping || self.is_due() {
                self.count_round().await;
            }
            self.record_dropped().await;
            if !stopping {
                self.sleep_until(began + TICK).await;
            } else if self.is_done() {
                if self.shared.is_closed() {
                    return;
                }
                // One more round, for clicks recorded at the last moment.
                self.shared.close();
            }
        }
    }

    /// Stores the number of dropped clicks.
    async fn record_dropped(&mut self) {
        let dropped = self.shared.drops.count();
        let new = dropped - self.ledger.dropped_noted;
        if new == 0 {
            return;
        }
        match self.clicks.record_dropped(new).await {
            Ok(()) => self.ledger.dropped_noted = dropped,
            Err(error) => {
                tracing::warn!(event = "dropped_clicks_not_stored", %error, new, "number of dropped clicks could not be stored; retrying");
                self.back_off().await;
            }
        }
    }

    fn is_done(&self) -> bool {
        let noted = self.ledger.dropped_noted == self.shared.drops.count();
        noted && self.ledger.goals().is_empty()
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Runs blocking work on a thread for such work.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(io::Error::other("the task was aborted")))
}
