//! The pages of Korotko for people.
//!
//! [`Pages`] is a function from a parsed request to a response with a complete body; it knows no web framework and no server. It calls the
//! same use cases as the API, and adds no rule to them. Everything works without script.
#![deny(missing_docs)]

mod assets;
mod chart;
mod cookies;
mod failure;
mod fields;
mod frame;
mod language;
mod moment;
mod origin;
mod pages;
mod path;
mod reply;
mod request;
mod route;
mod router;
mod routes;
mod settings;
mod site;
mod theme;
mod visit;

pub use pages::sheet::Sheet;
pub use reply::PageResponse;
pub use request::PageRequest;
pub use router::Pages;
pub use settings::{PagesSettings, Refusal};
