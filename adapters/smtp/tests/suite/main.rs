//! The mailers through their public API: the mails that arrive, and the errors of failures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod addresses;
mod contract;
mod email_changes;
mod failures;
mod fixtures;
mod folder;
mod mails;
mod privacy;
mod report_mails;
mod reports;
mod security;
mod setup;
