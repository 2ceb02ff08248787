//! Links by the thousand: files that are imported and exported. The command line reads and writes the same files.

mod account;
mod account_dto;
mod download;
mod dto;
mod export;
mod file;
mod import_file;
mod json_cell;
mod json_row;
mod json_rows;
mod outcomes;
mod pieces;
mod problems;
mod resource;
#[cfg(test)]
mod tests;

pub(crate) use export::links_file;
pub(crate) use file::{FileError, Format, LinkFile};
pub use resource::{IMPORT_BODY_LIMIT, IMPORT_PATH, TransferApi};
