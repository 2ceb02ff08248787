//! Files of links, seen from outside: what is read of them, what is refused, and what comes back of what was written.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod files;
mod fixtures;
mod formulas;
mod json;
mod lists;
mod round_trip;
mod rows;
mod spreadsheets;
