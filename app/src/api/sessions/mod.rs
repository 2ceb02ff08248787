//! Sessions of browsers over HTTP.

mod dto;
mod problems;
mod resource;

pub(super) use dto::SessionView;
pub use resource::BrowserSessionApi;
