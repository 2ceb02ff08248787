//! Lists of hosts from files.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "test code")]

mod contract;
mod files;
mod lines;
mod reloading;
