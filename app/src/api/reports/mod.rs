//! The operations on reports and their schedules.

pub(crate) mod dto;
mod problems;
mod resource;
pub(crate) mod schedule_dto;
mod schedules;
mod unsubscribe;

pub use resource::ReportApi;
pub use schedules::ScheduleApi;
pub use unsubscribe::UnsubscribeApi;
