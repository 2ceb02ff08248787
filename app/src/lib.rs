//! Korotko: a URL shortener with accounts, an HTTP API and a Swagger UI.
//!
//! [`Application`] puts the use cases of `korotko-core` on the adapters and on a socket; [`command`] is the command line.

pub mod api;
pub mod command;
pub mod composition;
pub mod config;
pub mod http;
pub mod logging;
mod output;

pub use composition::{Application, Config};
pub use http::problem;
