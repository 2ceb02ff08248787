//! Links over HTTP, as resources with ids.

mod dto;
mod problems;
mod resource;

pub use resource::LinkApi;
