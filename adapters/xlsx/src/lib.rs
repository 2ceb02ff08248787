//! Korotko's reports as Excel workbooks: [`XlsxWriter`] puts a report on four sheets, to be looked at, filtered and printed.
//!
//! Texts of users are always cells of text, never formulas, whatever they begin with; there is no formula in a workbook at all.
#![deny(missing_docs)]

mod book;
mod breakdown;
mod content;
mod days;
mod fit;
mod links;
mod page;
mod paper;
mod style;
mod summary;
mod text;
mod time;
mod words;
mod writer;

pub use writer::XlsxWriter;
