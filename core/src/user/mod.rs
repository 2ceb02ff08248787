//! Accounts.

mod email;
mod entity;
mod language;
mod password;

pub use email::{Email, EmailError};
pub use entity::{User, VERIFICATION_LIFETIME};
pub use language::Language;
pub use password::{Password, PasswordError, PasswordHash};
