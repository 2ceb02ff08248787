#![allow(clippy::unwrap_used, reason = "test code")]

mod forged;
mod settings;
mod verification;
