#![allow(clippy::unwrap_used, reason = "test code")]

mod run_due;
mod settle;
