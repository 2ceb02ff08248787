//! Korotko's reports as Excel workbooks: [`XlsxWriter`] writes a report on four sheets, to be viewed, filtered and printed.
//!
//! Texts of users are always written as text, never as formulas, whatever they begin with. A workbook has no formulas at all.
#![deny(missing_docs)]

mod book;
mod breakdown;
mod cell_text;
mod content;
mod days;
mod fit;
mod links;
mod names;
mod print_layout;
mod sheet_writer;
mod style;
mod summary;
mod time;
mod writer;

pub use writer::XlsxWriter;
