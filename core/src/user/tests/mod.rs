#![allow(clippy::unwrap_used, reason = "test code")]

mod account;
mod confirm_email_change;
mod invitation;
mod policy;
mod register;
mod request_email_change;
mod sign_in;
mod values;
mod verify_email;
