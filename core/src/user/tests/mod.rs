#![allow(clippy::unwrap_used, reason = "test code")]

mod account;
mod invitation;
mod policy;
mod register;
mod sign_in;
mod values;
mod verify_email;
