//! Korotko's links as files. [`LinkFile`] makes the rows of an import of what spreadsheets (CSV) and programs (JSON) write;
//! [`CsvWriter`], [`JsonWriter`] and [`WorkbookWriter`] write what they read.
//!
//! [`COLUMNS`] is the one list of the columns of such a file, which in JSON are fields: whoever reads, writes or documents a file
//! of links goes through it.
//!
//! A cell that a spreadsheet would take for a formula (CWE-1236) is written with an apostrophe in front, and one apostrophe is
//! taken off such a cell when it is read, so that texts survive the way there and back. What a spreadsheet would read as a number,
//! a date or a boolean is safe in a workbook, where a cell says that it is text.
#![deny(missing_docs)]

mod column;
mod columns;
mod csv;
mod error;
mod example;
mod exported;
mod file;
mod format;
mod json;
mod row;
mod text;
mod value;
mod workbook;

pub use column::{Column, Fill, Import, Kind};
pub use columns::COLUMNS;
pub use csv::CsvWriter;
pub use error::FileError;
pub use example::example;
pub use exported::Exported;
pub use file::{LinkFile, is_workbook};
pub use format::Format;
pub use json::JsonWriter;
pub use value::MAX_ITEMS;
pub use workbook::{WorkbookError, WorkbookWriter};
