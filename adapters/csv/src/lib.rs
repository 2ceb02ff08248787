//! Korotko's links as CSV (RFC 4180): [`rows`] makes the rows of an import of what spreadsheets write, and [`LinkWriter`] writes
//! what spreadsheets read.
//!
//! A cell that a spreadsheet would take for a formula (CWE-1236) is written with an apostrophe in front, and one apostrophe is
//! taken off such a cell when it is read, so that texts survive the way there and back.
#![deny(missing_docs)]

mod column;
mod error;
mod formula;
mod list;
mod reader;
mod records;
mod row;
mod sniff;
mod writer;

pub use error::FileError;
pub use list::MAX_ITEMS;
pub use reader::{Rows, read, rows};
pub use writer::LinkWriter;
