use std::time::Duration;

use korotko_core::fault::{Panicked, catch_panic};
use korotko_core::job::{Jobs, RunSummary};
use korotko_core::ports::StoreError;
use tokio::sync::watch;
use tokio::time::sleep;

/// How long to rest when no job was due.
const REST: Duration = Duration::from_millis(250);
/// How long to rest when the store did not answer, or a run came upon a defect.
const STORE_REST: Duration = Duration::from_secs(2);
/// How often to remove what is past its time.
const SWEEP_EVERY: Duration = Duration::from_mins(10);

/// The loop that carries out deferred work. Any number of them may run on one store.
#[derive(Debug)]
pub struct Worker {
    jobs: Jobs,
}

impl Worker {
    /// A worker on these use cases.
    #[must_use]
    pub fn new(jobs: Jobs) -> Self {
        Self { jobs }
    }

    /// Works until `shutdown` comes back; then it finishes the jobs at hand and ends. Two loops take jobs, so that a report that
    /// takes its time keeps no mail waiting, and a third sweeps.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let (stop, stopped) = watch::channel(());
        let ending = async {
            shutdown.await;
            drop(stop);
        };
        tokio::join!(
            ending,
            self.take_jobs(stopped.clone()),
            self.take_jobs(stopped.clone()),
            self.sweep_again_and_again(stopped),
        );
    }

    async fn take_jobs(&self, mut stopped: watch::Receiver<()>) {
        loop {
            let run = catch_panic(self.jobs.run_due()).await;
            let rest = rest_after(run.map(|run| run.map(RunSummary::taken)));
            tokio::select! {
                biased;
                _ = stopped.changed() => return,
                () = sleep(rest) => {}
            }
        }
    }

    async fn sweep_again_and_again(&self, mut stopped: watch::Receiver<()>) {
        loop {
            tokio::select! {
                biased;
                _ = stopped.changed() => return,
                // What is past its time can wait where it stands.
                () = async { self.sweep().await; sleep(SWEEP_EVERY).await } => {}
            }
        }
    }

    async fn sweep(&self) {
        match catch_panic(self.jobs.sweep()).await {
            Ok(Ok(swept)) => tracing::debug!(?swept, "removed what is past its time"),
            Err(panicked) => tracing::error!(%panicked, "what is past its time was not removed"),
            Ok(Err(error)) => tracing::warn!(%error, "what is past its time was not removed"),
        }
    }
}

fn rest_after(taken: Result<Result<u32, StoreError>, Panicked>) -> Duration {
    match taken {
        Ok(Ok(0)) => REST,
        Ok(Ok(_)) => Duration::ZERO,
        Err(panicked) => {
            tracing::error!(%panicked, "no jobs were taken");
            STORE_REST
        }
        Ok(Err(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(%error, cause, "no jobs were taken");
            STORE_REST
        }
    }
}
