//! The HTTP that every answer shares, whatever it says: the server, the layers around the routes, and the forms of request
//! bodies and refusals. Nothing here knows a use case.
//!
//! [`wrap`] puts the layers around the routes in their one right order; [`Server`] puts the result on a socket.

mod body;
mod document;
mod layers;
pub mod problem;
pub(crate) mod request_id;
mod routes;
mod server;

pub use body::{JsonBody, JsonObject};
pub use document::StaticDocument;
pub use layers::{
    Accounts, BodyPace, ClientAddr, ForwardedBy, HttpSettings, LargeBodies, OriginalMethod, wrap,
};
pub use routes::RouteTable;
pub use server::{Server, ServerOptions};
