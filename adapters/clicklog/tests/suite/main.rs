//! The click log, seen from outside: what is recorded is counted exactly once, whatever breaks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod archive;
mod broken_files;
mod clicks;
mod contract;
mod folder;
mod kill;
mod limit;
mod load;
mod outage;
mod pace;
mod removals;
mod restart;
mod site;
mod store;
mod unit;
