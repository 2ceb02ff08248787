//! Accounts over HTTP.

mod account;
mod dto;
mod invitation;
mod password;
mod problems;
mod session;
mod verification;

pub use account::AccountApi;
pub(super) use dto::AccountView;
pub use invitation::InvitationApi;
pub use password::PasswordApi;
pub use session::SessionApi;
