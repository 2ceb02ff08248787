//! Korotko: a URL shortener with accounts, an HTTP API and a Swagger UI.
//!
//! [`Application`] puts the use cases of `korotko-core` on the adapters and on a socket; [`command`] is the command line.

pub mod api;
pub mod application;
mod bom;
pub mod command;
pub mod config;
mod health;
pub mod http;
pub mod logging;
mod output;
mod ports;
pub mod problem;
mod qr;
mod salts;
mod system;
mod welcome;
mod worker;

pub use application::Application;
pub use config::Config;
