//! The operations on links.

mod batch;
pub(crate) mod dto;
pub(super) mod list;
mod problems;
mod qr;
mod resource;

pub use batch::LinkBatchApi;
pub(super) use problems::invalid_search;
pub use qr::QrCodeApi;
pub use resource::LinkApi;
