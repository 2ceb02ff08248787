//! The operations on statistics.

pub(crate) mod dto;
mod period;
mod problems;
mod resource;

pub(in crate::api) use period::PeriodParameters;
pub use resource::StatisticsApi;
pub(in crate::api) use resource::default_groups;
