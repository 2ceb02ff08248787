//! HTTP, independent of the use cases: the server, the layers around the routes, request bodies and problems.
//!
//! [`wrap`] adds the layers in the required order; [`Server`] serves the result.

mod body;
mod document;
mod error_pages;
mod fast_path;
mod full;
mod layers;
pub mod problem;
mod redirect;
pub(crate) mod request_id;
mod routes;
mod server;
mod traffic;

pub use body::{JsonBody, JsonObject, OptionalBody};
pub use document::StaticDocument;
pub(crate) use error_pages::prefers_html;
pub use error_pages::{ErrorPage, ErrorPages, Refused};
pub use fast_path::{FastAnswer, FastPath, FollowLinks, LinkRequest};
pub use full::FullResponse;
pub(crate) use full::into_poem;
pub use layers::{
    Accounts, BodyPace, ClientAddr, ForwardedBy, HttpSettings, LargeBodies, Layers, OriginalMethod,
    operation_id, wrap,
};
pub use redirect::RedirectFields;
pub(crate) use redirect::redirect_fields;
pub use routes::RouteTable;
pub use server::{Server, ServerOptions};
pub use traffic::Traffic;
