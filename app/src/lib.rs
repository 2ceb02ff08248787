//! Korotko: a URL shortener with accounts, an HTTP API and a Swagger UI.
//!
//! [`Application`] serves the use cases of `korotko-core` with the adapters; [`command`] is the command line.

pub mod api;
pub mod command;
pub mod composition;
pub mod config;
pub mod http;
pub mod logging;
mod metrics;
mod output;
mod traces;

pub use composition::{Application, Config};
pub use http::problem;
