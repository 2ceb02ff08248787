#![allow(clippy::unwrap_used, reason = "test code")]

mod account;
mod confirm;
mod register;
mod sign_in;
mod values;
