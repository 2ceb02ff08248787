use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use korotko_core::job::{JobGroup, Jobs};
use korotko_core::ports::Clock;
use korotko_tokio::ExecutedJobs;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use tokio::time::timeout;

use super::samples::Samples;

/// How long the numbers are kept, so that several scrapers cost no more than one.
const KEPT_FOR: Duration = Duration::from_secs(5);

/// How long the database may take: less than a scraper waits.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The jobs in the database, by kind and state. Clones share them.
#[derive(Debug, Clone)]
pub(crate) struct JobNumbers(Arc<Inner>);

struct Inner {
    jobs: Jobs,
    clock: Arc<dyn Clock>,
    /// When they were read last, on the clock that measures ages. Locked while they are read.
    read_at: tokio::sync::Mutex<Option<Duration>>,
    /// `None` while the database does not answer: old numbers would be wrong.
    groups: Mutex<Option<Vec<JobGroup>>>,
}

impl JobNumbers {
    pub(crate) fn new(jobs: Jobs, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner {
            jobs,
            clock,
            read_at: tokio::sync::Mutex::default(),
            groups: Mutex::default(),
        }))
    }

    /// Reads the numbers, unless they were read a moment ago. Takes a second at most.
    pub(super) async fn refresh(&self) {
        let Inner { jobs, clock, .. } = &*self.0;
        let mut read_at = self.0.read_at.lock().await;
        let now = clock.uptime();
        if read_at.is_some_and(|read| now.saturating_sub(read) < KEPT_FOR) {
            return;
        }
        let counted = timeout(TIMEOUT, jobs.count()).await;
        let groups = counted.ok().and_then(Result::ok);
        *self.0.groups.lock().unwrap_or_else(PoisonError::into_inner) = groups;
        *read_at = Some(clock.uptime());
    }

    fn groups(&self) -> Option<Vec<JobGroup>> {
        let groups = self.0.groups.lock();
        groups.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobNumbers").finish_non_exhaustive()
    }
}

impl Collector for JobNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let groups = self.groups();
        let mut samples = Samples::of(encoder);
        samples.gauge(
            "korotko_database_up",
            "Whether the database answered when the jobs were counted",
            u32::from(groups.is_some()),
        )?;
        let Some(groups) = groups else {
            return Ok(());
        };
        let labels = |group: &JobGroup| [("kind", group.kind), ("state", group.state.name())];
        samples.gauges(
            "korotko_jobs",
            "Jobs that wait, run or failed permanently, at most 10000 unfinished and 10000 failed ones",
            groups.iter().map(|group| (labels(group), group.count)),
        )?;
        let now = self.0.clock.now();
        let age = |group: &JobGroup| {
            let age = group.oldest.and_then(|oldest| (now - oldest).to_std().ok());
            age.unwrap_or_default().as_secs_f64()
        };
        samples.gauges(
            "korotko_jobs_oldest_seconds",
            "The time since the oldest of these jobs was created; 0 if there is none",
            groups.iter().map(|group| (labels(group), age(group))),
        )
    }
}

/// The jobs that the worker of this process executed.
#[derive(Debug)]
pub(crate) struct WorkerNumbers(pub(crate) ExecutedJobs);

impl Collector for WorkerNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let counts = self
            .0
            .counts()
            .map(|(outcome, count)| ([("outcome", outcome)], count));
        Samples::of(encoder).counters(
            "korotko_jobs_executed",
            "Attempts of jobs by this process, by outcome; lost ones were claimed by another worker",
            counts,
        )
    }
}
