//! The worker in a process that is told to end.

use std::time::Duration;

use korotko_tokio::Worker;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long the jobs at hand may take to finish when the program stops.
const GRACE: Duration = Duration::from_secs(10);

/// Carries out jobs until `stopped`, and then lets those at hand finish for a while.
pub(crate) async fn run(worker: Worker, stopped: watch::Receiver<()>) {
    let mut task = tokio::spawn(worker.run(closed(stopped.clone())));
    tokio::select! {
        _ = &mut task => return,
        () = closed(stopped) => {}
    }
    if timeout(GRACE, &mut task).await.is_err() {
        tracing::warn!("jobs were broken off; another worker takes them over");
        task.abort();
    }
}

/// Comes back when the sender is gone.
pub(crate) async fn closed(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}
