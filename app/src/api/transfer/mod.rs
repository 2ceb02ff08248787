//! Import and export of files. The command line reads and writes the same files.

mod account;
mod account_dto;
mod account_response;
mod download;
mod dto;
mod export;
mod import_file;
mod outcomes;
mod pieces;
mod problems;
mod records;
mod resource;
mod upload;

pub(crate) use account_response::account_response;
pub(crate) use export::{ExportError, ExportFormat, links_file};
pub use resource::{IMPORT_PATH, TransferApi};
pub use upload::IMPORT_BODY_LIMIT;
