//! API keys over HTTP.

mod dto;
mod problems;
mod resource;

pub(super) use dto::KeyView;
pub use resource::KeyApi;
