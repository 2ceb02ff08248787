#![allow(clippy::unwrap_used, reason = "test code")]

mod report;
mod run_due;
mod settle;
mod sweep;
