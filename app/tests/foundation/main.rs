//! The HTTP that all answers share, seen from outside: a small service behind the real layers and the real server.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod answers;
mod bodies;
mod clients;
mod crowds;
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
mod routes;
mod stopping;
mod wire;
