//! Deferred work: jobs that use cases enqueue, executed at least once.

mod count;
mod execute;
mod list;
mod mail_backoff;
mod retry;
mod run_due;
mod send;
mod send_abuse_report;
mod send_email_change;
mod sweep;
mod sweep_task;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

pub use crate::deferred::{Job, JobRecord, JobState};
pub use count::JobGroup;
pub use retry::RetryJobError;
pub(crate) use retry::requeue;
pub use run_due::RunSummary;
pub use sweep::SweepSummary;

use crate::ports::Ports;
use crate::report::Reports;
use crate::settings::Settings;
use crate::token::Tokens;
use mail_backoff::MailBackoff;

/// The use cases of deferred work, called by any number of workers on one store, in one process or many.
#[derive(Debug, Clone)]
pub struct Jobs {
    ports: Ports,
    tokens: Tokens,
    reports: Reports,
    settings: Arc<Settings>,
    mail_backoff: Arc<MailBackoff>,
}

impl Jobs {
    /// Creates the use cases on `ports`; `tokens` issues the tokens in mails, and `reports` creates reports.
    pub(crate) fn new(ports: Ports, tokens: Tokens, reports: Reports, settings: Settings) -> Self {
        Self {
            ports,
            tokens,
            reports,
            settings: Arc::new(settings),
            mail_backoff: Arc::default(),
        }
    }
}
