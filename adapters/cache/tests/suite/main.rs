//! Routes that are remembered, seen from outside: a store that does as it is told, and a clock that stands still.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod forgetting;
mod freshness;
mod outages;
mod remembering;
mod setup;
mod threads;
