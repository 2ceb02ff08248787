//! Files of links. [`LinkFile`] reads the rows of an import from CSV, as spreadsheets write it, or JSON, as programs do;
//! [`CsvWriter`], [`JsonWriter`] and [`WorkbookWriter`] write the files of an export. [`Layout`] reads the files of other programs: lists of
//! targets, the exports of some services, and any CSV whose columns somebody chooses.
//!
//! [`COLUMNS`] is the only list of the columns of these files, which are fields in JSON. All code that reads, writes or
//! documents a file uses it.
//!
//! A cell that a spreadsheet would read as a formula (CWE-1236) is written with a leading apostrophe, which is removed on reading,
//! so that texts survive a round trip. In a workbook, cells are typed as text, so that a spreadsheet does not turn them into
//! numbers, dates or booleans.
#![deny(missing_docs)]

mod column;
mod columns;
mod csv;
mod error;
mod example;
mod exported;
mod file;
mod format;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod json;
mod layout;
mod lines;
mod row;
mod text;
mod value;
mod workbook;

pub use column::{Column, Fill, Import, Kind};
pub use columns::COLUMNS;
pub use csv::{CsvWriter, ForeignColumn, Role, Service};
pub use error::FileError;
pub use example::example;
pub use exported::Exported;
pub use file::LinkFile;
pub use format::{Format, is_workbook};
pub use json::JsonWriter;
pub use layout::Layout;
pub use value::MAX_ITEMS;
pub use workbook::{WorkbookError, WorkbookWriter};
