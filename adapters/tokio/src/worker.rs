use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use korotko_core::fault::{Panicked, catch_panic};
use korotko_core::job::{Jobs, RunSummary};
use korotko_core::ports::StoreError;
use tokio::sync::watch;
use tokio::time::sleep;

/// The pause after a run without due jobs.
const IDLE_PAUSE: Duration = Duration::from_millis(250);
/// The pause after a failure of the store, or a panic.
const FAILURE_PAUSE: Duration = Duration::from_secs(2);
/// The interval of sweeps.
const SWEEP_INTERVAL: Duration = Duration::from_mins(10);

/// The loop that executes deferred work. Any number of workers may run on one store.
#[derive(Debug)]
pub struct Worker {
    jobs: Jobs,
    executed: ExecutedJobs,
}

/// How many jobs a worker executed, by outcome; clones share it.
#[derive(Debug, Clone, Default)]
pub struct ExecutedJobs(Arc<[AtomicU64; 4]>);

impl ExecutedJobs {
    /// The outcomes of [`RunSummary`] and their numbers, since the worker was created.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, u64); 4] {
        let names = ["done", "deferred", "failed", "lost"];
        std::array::from_fn(|index| (names[index], self.0[index].load(Ordering::Relaxed)))
    }

    fn add(&self, run: RunSummary) {
        let counts = [run.done, run.deferred, run.failed, run.lost];
        for (sum, count) in self.0.iter().zip(counts) {
            sum.fetch_add(u64::from(count), Ordering::Relaxed);
        }
    }
}

impl Worker {
    /// A worker with these use cases.
    #[must_use]
    pub fn new(jobs: Jobs) -> Self {
        let executed = ExecutedJobs::default();
        Self { jobs, executed }
    }

    /// The jobs that it executes, to be read while it runs.
    #[must_use]
    pub fn executed(&self) -> ExecutedJobs {
        self.executed.clone()
    }

    /// Runs until `shutdown` completes; then it finishes the claimed jobs and returns. Two loops execute jobs, so that a long
    /// report does not delay mails, and a third one sweeps.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send) {
        let (stop, stopped) = watch::channel(());
        let ending = async {
            shutdown.await;
            drop(stop);
        };
        tokio::join!(
            ending,
            self.execute_jobs(stopped.clone()),
            self.execute_jobs(stopped.clone()),
            self.sweep_periodically(stopped),
        );
    }

    async fn execute_jobs(&self, mut stopped: watch::Receiver<()>) {
        loop {
            let run = catch_panic(self.jobs.run_due()).await;
            if let Ok(Ok(run)) = run {
                self.executed.add(run);
            }
            let pause = pause_after(run.map(|run| run.map(RunSummary::claimed)));
            tokio::select! {
                biased;
                _ = stopped.changed() => return,
                () = sleep(pause) => {}
            }
        }
    }

    async fn sweep_periodically(&self, mut stopped: watch::Receiver<()>) {
        loop {
            tokio::select! {
                biased;
                _ = stopped.changed() => return,
                // An interrupted sweep is continued by the next.
                () = async { self.sweep().await; sleep(SWEEP_INTERVAL).await } => {}
            }
        }
    }

    async fn sweep(&self) {
        match catch_panic(self.jobs.sweep()).await {
            Ok(Ok(swept)) => tracing::debug!(?swept, "sweep completed"),
            Err(panicked) => tracing::error!(event = "sweep_panicked", %panicked, "sweep panicked"),
            Ok(Err(error)) => tracing::warn!(event = "sweep_failed", %error, "sweep failed"),
        }
    }
}

fn pause_after(claimed: Result<Result<u32, StoreError>, Panicked>) -> Duration {
    match claimed {
        Ok(Ok(0)) => IDLE_PAUSE,
        Ok(Ok(_)) => Duration::ZERO,
        Err(panicked) => {
            tracing::error!(event = "job_run_panicked", %panicked, "claiming jobs panicked");
            FAILURE_PAUSE
        }
        Ok(Err(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(event = "jobs_not_claimed", %error, cause, "jobs could not be claimed");
            FAILURE_PAUSE
        }
    }
}
