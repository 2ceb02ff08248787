//! The worker of a process that may be stopped.

use std::time::Duration;

use korotko_tokio::Worker;
use tokio::sync::watch;
use tokio::time::timeout;

/// How long running jobs may take when the program stops.
const GRACE: Duration = Duration::from_secs(10);

/// Runs jobs until `stopped`, then lets running ones finish within `GRACE`.
pub(crate) async fn run(worker: Worker, stopped: watch::Receiver<()>) {
    let mut task = tokio::spawn(worker.run(closed(stopped.clone())));
    tokio::select! {
        _ = &mut task => return,
        () = closed(stopped) => {}
    }
    if timeout(GRACE, &mut task).await.is_err() {
        tracing::warn!(
            event = "jobs_aborted",
            "running jobs are aborted; another worker retries them"
        );
        task.abort();
    }
}

/// Completes when the sender is dropped.
pub(crate) async fn closed(mut stopped: watch::Receiver<()>) {
    while stopped.changed().await.is_ok() {}
}
