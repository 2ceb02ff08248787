//! What is read of user agents, seen from outside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod hostile;
mod real;
