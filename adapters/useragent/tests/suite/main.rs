//! Parsing user agents through the public API.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod hostile;
mod real;
