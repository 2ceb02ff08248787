//! The caches as their callers see them, with a scripted store and a stopped clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod caching;
mod coalescing;
mod freshness;
mod invalidation;
mod missing;
mod news;
mod outages;
mod setup;
mod status;
mod threads;
mod users;
