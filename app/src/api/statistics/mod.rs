//! The operations on statistics.

mod dto;
mod problems;
mod resource;

pub use resource::StatisticsApi;
