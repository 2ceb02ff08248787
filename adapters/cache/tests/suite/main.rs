//! The cache of routes as its callers see it, with a scripted store and a stopped clock.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod caching;
mod freshness;
mod invalidation;
mod outages;
mod setup;
mod threads;
