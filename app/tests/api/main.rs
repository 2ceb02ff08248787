//! The whole application, seen from outside: in process, over real HTTP, with a real mail server, on each database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod passwords;
mod registration;
mod support;
mod tour;
