//! Accounts over HTTP.

mod account;
mod confirmation;
mod dto;
mod password;
mod problems;
mod session;

pub use account::AccountApi;
pub(super) use dto::Profile;
pub use password::PasswordApi;
pub use session::SessionApi;
