//! Workbooks, read back as files: what stands in them, and what must not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod book;
mod contract;
mod fixtures;
mod languages;
mod limit;
mod numbers;
mod shape;
mod texts;
mod times;
