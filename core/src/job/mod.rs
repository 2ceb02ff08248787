//! The deferred work: what use cases leave for later, and how it is carried out, at least once.

mod carry_out;
mod chore;
mod list;
mod pause;
mod retry;
mod run_due;
mod send;
mod sweep;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

pub use crate::deferred::{Job, JobRecord, JobState};
pub use retry::RetryJobError;
pub use run_due::RunSummary;
pub use sweep::SweepSummary;

use crate::ports::Ports;
use crate::report::Reports;
use crate::settings::Settings;
use crate::token::Tokens;
use pause::Pause;

/// The use cases of the deferred work, driven by a worker: any number of workers on one store, in one process or many.
#[derive(Debug, Clone)]
pub struct Jobs {
    ports: Ports,
    tokens: Tokens,
    reports: Reports,
    settings: Arc<Settings>,
    pause: Arc<Pause>,
}

impl Jobs {
    /// Puts the use cases on `ports`; `tokens` makes what the mails carry, and `reports` what reports say.
    pub(crate) fn new(ports: Ports, tokens: Tokens, reports: Reports, settings: Settings) -> Self {
        Self {
            ports,
            tokens,
            reports,
            settings: Arc::new(settings),
            pause: Arc::default(),
        }
    }
}
