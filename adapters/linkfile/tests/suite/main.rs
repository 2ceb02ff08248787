//! Files of links through the public API: reading, refusing and writing them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod files;
mod fixtures;
mod foreign;
mod formulas;
mod json;
mod lists;
mod round_trip;
mod rows;
mod spreadsheets;
