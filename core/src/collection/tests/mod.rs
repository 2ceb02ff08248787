#![allow(clippy::unwrap_used, reason = "test code")]

mod change;
mod create;
mod memberships;
