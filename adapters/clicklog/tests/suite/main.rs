//! The click log through its public API: every recorded click is counted exactly once, whatever fails.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod archive;
mod backup;
mod broken_files;
mod clicks;
mod contract;
mod environment;
#[path = "../fake_store/mod.rs"]
mod fake_store;
mod folder;
mod kill;
mod limit;
mod load;
mod outage;
mod pace;
mod removals;
mod restart;
mod steady;
mod units;
