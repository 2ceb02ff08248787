//! CSV files (RFC 4180, and the variants that spreadsheets write).

mod foreign;
mod formula;
mod header;
mod list;
mod records;
mod role;
mod row;
mod service;
mod sniff;
mod writer;

use korotko_core::link::ImportRow;

pub use foreign::ForeignColumn;
pub(crate) use foreign::{Choice, ForeignRows, columns};
use records::Records;
pub use role::Role;
pub(crate) use row::value;
pub use service::Service;
pub use writer::CsvWriter;
pub(crate) use writer::cell;

use crate::column::Column;
use crate::columns::COLUMNS;
use crate::error::FileError;

/// The rows of a file, parsed one by one.
pub(crate) struct CsvRows<'f> {
    records: Records<'f>,
    columns: Vec<&'static Column>,
}

impl<'f> CsvRows<'f> {
    /// Reads the header line; an invalid one is refused.
    pub(crate) fn new(file: &'f [u8]) -> Result<Self, FileError> {
        let dialect = sniff::sniff(file)?;
        // One more than there are known columns: then one is unknown or appears twice.
        let mut records = Records::new(dialect.text, dialect.delimiter, COLUMNS.len() + 1);
        if dialect.is_named {
            records.next();
        }
        let header = records.next().ok_or(FileError::Empty)?;
        let columns = header::read(&header)?;
        records.keep(columns.len());
        Ok(Self { records, columns })
    }
}

impl Iterator for CsvRows<'_> {
    type Item = ImportRow;

    fn next(&mut self) -> Option<ImportRow> {
        loop {
            let record = self.records.next()?;
            if let Some(row) = row::read(&record, &self.columns) {
                return Some(row);
            }
        }
    }
}
