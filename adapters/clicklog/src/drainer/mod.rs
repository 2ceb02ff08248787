//! What carries clicks from the files to the store.

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

/// The loop that counts what stands in a [`ClickLog`], and in the logs of dead processes in the same folder. Of one log, one
/// works at a time; another waits for its end.
///
/// It counts four times a second, or as soon as about 5,000 clicks wait, up to 20,000 in one unit of work; one part is all that
/// it holds in memory. After each part it rests for as long as the part took, so that it never takes more than half a core from
/// the redirects, and catches up when there is less to do. While the store does not answer it tries again, at first after
/// 250 ms and at last every 5 s.
#[derive(Debug)]
pub struct Drainer {
    log: ClickLog,
    clicks: Clicks,
}

impl Drainer {
    /// A drainer of `log` by `clicks`.
    #[must_use]
    pub fn new(log: &ClickLog, clicks: Clicks) -> Self {
        let log = log.clone();
        Self { log, clicks }
    }

    /// Counts until `shutdown` comes back. Then it counts what is left, without any rest, for up to
    /// [`grace`](crate::ClickLogOptions::grace), closes the log, makes what still could not be counted last on the disk for the
    /// next process, and ends. Whatever answers redirects MUST have ended before: from when all is counted on, clicks are dropped.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let shared = &self.log.0;
        let (stop, stopping) = watch::channel(false);
        let mut drainage = DrainLoop {
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
            () = drainage.work() => {}
            () = grace_over => {}
        }
        drainage.leave().await;
    }
}

/// A drainer at work.
struct DrainLoop<'a> {
    shared: &'a Arc<Shared>,
    clicks: &'a Clicks,
    ledger: MutexGuard<'a, Ledger>,
    stopping: watch::Receiver<bool>,
    backoff: Backoff,
}

impl DrainLoop<'_> {
    /// Counts what waits, again and again; comes back when it is told to stop and nothing is left.
    async fn work(&mut self) {
        loop {
            let stopping = self.is_stopping();
            let began = Instant::now();
            self.run_maintenance().await;
            self.count_round().await;
            self.record_dropped().await;
            if !stopping {
                self.rest_until_next_round(began).await;
            } else if self.is_done() {
                if self.shared.is_closed() {
                    return;
                }
                // And once more around, for what came in the last moment.
                self.shared.close();
            }
        }
    }

    /// Counts what waits now, and not what comes meanwhile: else a few clicks at a time would keep it busy without end.
    async fn count_round(&mut self) {
        self.take_in_begun();
        for goal in self.ledger.goals() {
            while !self.ledger.has_reached(&goal) {
                let began = Instant::now();
                match self.count_part(&goal).await {
                    Ok(()) => self.give_way(began.elapsed()).await,
                    Err(error) => {
                        tracing::warn!(%error, cause = error.cause(), "clicks were not counted");
                        self.back_off().await;
                        // The next round tries it again: whatever is the matter with it, others may go on.
                        break;
                    }
                }
                self.run_maintenance().await;
            }
        }
    }

    /// Hands on how many clicks were dropped.
    async fn record_dropped(&mut self) {
        let dropped = self.shared.drops.count();
        let new = dropped - self.ledger.dropped_noted;
        if new == 0 {
            return;
        }
        match self.clicks.record_dropped(new).await {
            Ok(()) => self.ledger.dropped_noted = dropped,
            Err(error) => {
                tracing::warn!(%error, new, "dropped clicks were not noted");
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

/// Does what blocks on a thread where that does no harm.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|_| Err(io::Error::other("the work broke off")))
}
