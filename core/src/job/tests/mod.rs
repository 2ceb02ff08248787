#![allow(clippy::unwrap_used, reason = "test code")]

pub(crate) mod run_due;
mod settle;
mod sweep;
