//! Reports, their schedules, and their files.

mod repository;
mod schedule;
mod writer;

pub use repository::{InsertReport, ReportQuery, ReportRepository};
pub use schedule::{InsertSchedule, ScheduleQuery, ScheduleRepository};
pub use writer::{ReportWriter, ReportWriterError};

#[cfg(any(test, feature = "mock"))]
pub use {
    repository::MockReportRepository, schedule::MockScheduleRepository, writer::MockReportWriter,
};
