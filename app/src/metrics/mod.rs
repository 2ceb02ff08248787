//! Metrics in the formats of Prometheus and `OpenMetrics`, on a listener of their own.
//!
//! Most numbers exist where they are made: adapters and use cases count, and know nothing of Prometheus. Each source here reads
//! such numbers when they are scraped. A new source is a file here, a line where its numbers are created, and a row in
//! `docs/OPERATIONS.md`.

mod caches;
mod clicks;
mod database;
mod jobs;
mod listener;
mod log;
mod mails;
mod passwords;
mod process;
mod rate_limits;
mod requests;
mod samples;
mod scrape;
mod sign_ins;
mod spans;

use std::fmt;

use prometheus_client::collector::Collector;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry};

pub(crate) use caches::CacheNumbers;
pub(crate) use clicks::ClickNumbers;
pub(crate) use database::PoolNumbers;
pub(crate) use jobs::{JobNumbers, WorkerNumbers};
pub(crate) use listener::{MetricsListener, Serving};
pub(crate) use mails::CountingMailer;
pub(crate) use passwords::PasswordNumbers;
pub(crate) use rate_limits::{LimitedRequests, RateLimitNumbers};
pub(crate) use requests::ConnectionNumbers;
pub(crate) use sign_ins::SignInNumbers;

/// The metrics of a process. Their names begin with `korotko_`, apart from those of the process itself.
pub(crate) struct Metrics(Registry);

impl Metrics {
    /// The metrics of the program and its process.
    pub(crate) fn new() -> Self {
        let mut metrics = Self(Registry::default());
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        metrics.register("korotko_build", "The version of the program", version);
        metrics.collect(process::ProcessNumbers);
        metrics.collect(log::LogNumbers);
        metrics.collect(spans::SpanNumbers);
        metrics
    }

    /// Adds a metric that is counted where it happens. A full stop follows the help.
    pub(crate) fn register(&mut self, name: &str, help: &str, metric: impl Metric) {
        self.0.register(name, help, metric);
    }

    /// Adds numbers that are read when they are scraped.
    pub(crate) fn collect(&mut self, numbers: impl Collector) {
        self.0.register_collector(Box::new(numbers));
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}
