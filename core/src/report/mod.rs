//! Reports of the clicks of a user's links, ordered once or by a schedule.

mod compose;
mod create_schedule;
mod deliver;
mod document;
mod entity;
mod link_rows;
mod order;
mod read;
mod run_schedules;
mod schedule;
mod schedules;
#[cfg(test)]
mod tests;
mod unsubscribe;
mod write;

use std::sync::Arc;

pub use compose::ComposeReportError;
pub use create_schedule::{CreateScheduleError, NewSchedule};
pub(crate) use deliver::{DeliverError, record_report_outcome, requeue_report};
pub use document::{DayRow, LinkRow, ReportDocument, ReportSubject, ValueRow, Workbook};
pub use entity::{Report, ReportOrder, ReportScope, ReportState};
pub use order::{NewReport, OrderReportError};
pub use schedule::{Frequency, Schedule, SchedulePlan};
pub use unsubscribe::UnsubscribeError;
pub use write::WriteReportError;

use futures_util::lock::Mutex;

use crate::ports::Ports;
use crate::public_url::PublicUrl;
use crate::rate_limit::RateLimiting;
use crate::settings::Settings;
use crate::token::Tokens;

/// The use cases of reports.
#[derive(Debug, Clone)]
pub struct Reports {
    ports: Ports,
    tokens: Tokens,
    rates: RateLimiting,
    public_url: PublicUrl,
    unsubscribe_path: String,
    /// Locked while a report is created: a large one takes a core for seconds, and 200 MB. Other reports of a batch are
    /// requeued, so that mails do not wait for them.
    slot: Arc<Mutex<()>>,
}

impl Reports {
    /// Creates the use cases on `ports`; `tokens` signs unsubscribe links, and `rates` limits orders.
    pub(crate) fn new(
        ports: Ports,
        tokens: Tokens,
        rates: RateLimiting,
        settings: &Settings,
    ) -> Self {
        Self {
            ports,
            tokens,
            rates,
            public_url: settings.public_url.clone(),
            unsubscribe_path: settings.mail_paths.unsubscribe.clone(),
            slot: Arc::default(),
        }
    }
}
