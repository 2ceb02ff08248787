//! Links over HTTP, as resources with ids.

mod batch;
pub(crate) mod dto;
pub(super) mod list;
mod problems;
mod qr;
mod resource;

pub use batch::LinkBatchApi;
pub use qr::LinkQrApi;
pub use resource::LinkApi;
