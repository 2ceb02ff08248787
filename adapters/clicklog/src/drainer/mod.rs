//! Counting the clicks of the files in the store.

mod backoff;
mod maintenance;
mod orphans;
mod pacing;
mod part;
mod removal;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;

use korotko_core::click::Clicks;
use tokio::sync::{MutexGuard, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use crate::ClickLog;
use crate::ledger::Ledger;
use crate::shared::Shared;
use backoff::Backoff;

/// Counts the clicks of a [`ClickLog`], and of dead processes in the same folder. One drainer runs for a log at a time; another
/// waits for its end.
///
/// It counts four times a second, or as soon as about 5,000 clicks wait, up to 20,000 in one unit of work, and holds one such part
/// in memory. After each part it pauses for as long as the part took, so that it never uses more than half a core, and catches up
/// when there is less load. While the store is unavailable it retries, first after 250 ms and finally every 5 s.
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
        };
        let grace_over = async {
            shutdown.await;
            stop.send_replace(true);
            sleep(shared.options.grace).await;
        };
        tokio::select! {
            () = drain_loop.work() => {}
            () = grace_over => {}
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
}

impl DrainLoop<'_> {
    /// Counts in a loop; returns when it is told to stop and everything is counted.
    async fn work(&mut self) {
        loop {
            let stopping = self.is_stopping();
            let began = Instant::now();
            self.run_maintenance().await;
            self.count_round().await;
            self.record_dropped().await;
            if !stopping {
                self.wait_for_next_round(began).await;
            } else if self.is_done() {
                if self.shared.is_closed() {
                    return;
                }
                // One more round, for clicks recorded at the last moment.
                self.shared.close();
            }
        }
    }

    /// Counts the clicks that wait now, and not those that arrive in the meantime: a few clicks at a time would keep it busy
    /// forever.
    async fn count_round(&mut self) {
        self.add_new_segments();
        for goal in self.ledger.goals() {
            while !self.ledger.has_reached(&goal) {
                let began = Instant::now();
                match self.count_part(&goal).await {
                    Ok(()) => self.yield_for(began.elapsed()).await,
                    Err(error) => {
                        tracing::warn!(
                            event = "clicks_not_counted",
                            %error,
                            cause = error.cause(),
                            "clicks could not be counted; retrying"
                        );
                        self.back_off().await;
                        // The next round retries it; other files continue.
                        break;
                    }
                }
                self.run_maintenance().await;
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
