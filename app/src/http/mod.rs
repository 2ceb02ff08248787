//! The HTTP that every answer shares, whatever it says: the server, the layers around the routes, and the forms of request
//! bodies and refusals. Nothing here knows a use case.
//!
//! [`wrap`] puts the layers around the routes in their one right order; [`Server`] puts the result on a socket.

mod access_log;
mod activity;
mod arrival;
mod body_limit;
mod client_addr;
mod connection;
mod connections;
mod content_coding;
mod document;
mod errors;
#[cfg(target_os = "linux")]
mod handshakes;
mod host;
mod json_body;
mod json_object;
mod large_bodies;
mod method;
mod operation;
mod pace;
mod parameters;
pub(crate) mod problem_body;
pub mod problems;
mod query;
pub(crate) mod request_id;
mod route_table;
mod security_headers;
mod server;
mod settings;
mod shape;
mod socket;
mod swagger;
mod write_timeout;

pub use arrival::OriginalMethod;
pub use client_addr::{ClientAddr, ForwardedBy};
pub use document::StaticDocument;
pub use json_body::JsonBody;
pub use json_object::JsonObject;
pub use large_bodies::{Accounts, LargeBodies};
pub use pace::BodyPace;
pub use route_table::RouteTable;
pub use server::{Server, ServerOptions};
pub use settings::HttpSettings;
pub use settings::wrap;
