//! The HTTP layers and the server, with a small service behind them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod answers;
mod bodies;
mod caches;
mod clients;
mod connection_limits;
mod demo;
mod docs;
mod hosts;
mod large_bodies;
mod lifecycle;
mod limits;
mod log;
mod methods;
mod parameters;
mod refusals;
mod stopping;
mod wire;
