//! The numbers of clicks over HTTP.

mod dto;
mod problems;
mod resource;

pub use resource::StatisticsApi;
