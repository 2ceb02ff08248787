#![allow(clippy::unwrap_used, reason = "test code")]

mod clients;
mod quota;
mod recorder;
mod sign_in;
