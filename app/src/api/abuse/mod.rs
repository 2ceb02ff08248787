//! Reporting abuse.

pub(crate) mod dto;
mod problems;
mod resource;

pub use resource::AbuseReportApi;
