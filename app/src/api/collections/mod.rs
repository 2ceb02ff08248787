//! The operations on collections.

pub(crate) mod dto;
mod members;
mod problems;
mod resource;

pub use members::CollectionLinkApi;
pub use resource::CollectionApi;
