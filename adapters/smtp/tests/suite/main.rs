//! The mailers, seen from outside: what arrives at a server or in a folder, and what failures mean.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod addresses;
mod contract;
mod failures;
mod fixtures;
mod folder;
mod mails;
mod privacy;
mod report_mails;
mod reports;
mod security;
mod setup;
