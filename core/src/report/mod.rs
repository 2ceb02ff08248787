//! Reports: what somebody is told of the clicks of their links, once or by a schedule.

mod compose;
mod create_schedule;
mod document;
mod entity;
mod link_rows;
mod order;
mod read;
mod run_schedules;
mod schedule;
mod schedules;
#[cfg(test)]
pub(crate) mod tests;
mod unsubscribe;

use std::fmt;

pub use compose::ComposeReportError;
pub use create_schedule::{CreateScheduleError, NewSchedule};
pub use document::{DayRow, LinkRow, ReportDocument, ReportSubject, ValueRow, Workbook};
pub use entity::{Report, ReportOrder, ReportScope, ReportState};
pub use order::{NewReport, OrderReportError};
pub use read::{FindReportError, ReportPage};
pub use schedule::{Frequency, Schedule, SchedulePlan};
pub use schedules::{FindScheduleError, SchedulePage};
pub use unsubscribe::UnsubscribeError;

use crate::ports::Ports;
use crate::public_url::PublicUrl;
use crate::token::Tokens;

/// The use cases of reports. They are made and mailed by [`Jobs`](crate::job::Jobs).
#[derive(Clone)]
pub struct Reports {
    ports: Ports,
    tokens: Tokens,
    public_url: PublicUrl,
}

impl Reports {
    /// Puts the use cases on `ports`; `tokens` signs what ends a schedule, and links are shared under `public_url`.
    pub(crate) fn new(ports: Ports, tokens: Tokens, public_url: PublicUrl) -> Self {
        Self {
            ports,
            tokens,
            public_url,
        }
    }
}

impl fmt::Debug for Reports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reports").finish_non_exhaustive()
    }
}
