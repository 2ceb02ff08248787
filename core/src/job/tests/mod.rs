#![allow(clippy::unwrap_used, reason = "test code")]

mod count;
mod email_change;
mod outcome;
pub(crate) mod run_due;
mod sweep;
mod traces;
