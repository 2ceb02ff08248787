//! Workbooks, read as files: what they contain, and what they must not contain.
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
mod longer_texts;
mod numbers;
mod shape;
mod texts;
mod times;
