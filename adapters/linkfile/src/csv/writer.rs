use csv_core::{Terminator, Writer, WriterBuilder};

use super::{formula, list};
use crate::columns::COLUMNS;
use crate::exported::Exported;
use crate::text::BOM;
use crate::value::{Value, time_cell};

/// Writes links as CSV in UTF-8, with CR LF (RFC 4180).
///
/// The file begins with a byte order mark. Without it Excel reads the file in the machine's encoding, and garbles all non-ASCII
/// letters. A program that does not expect a byte order mark fails at the name of the first column; programs should use JSON.
pub struct CsvWriter {
    core: Writer,
}

impl CsvWriter {
    /// The media type of the file (RFC 4180 3).
    pub const MEDIA_TYPE: &'static str = "text/csv; charset=utf-8; header=present";

    /// A small example file with the columns that an import reads.
    #[must_use]
    pub fn example() -> String {
        let mut columns: Vec<_> = COLUMNS.iter().collect();
        columns.retain(|column| column.fill().is_some() && !column.example.is_empty());
        let names = columns.iter().map(|column| column.name.to_owned());
        let cells = columns.iter().map(|column| column.example.to_owned());
        let (mut writer, mut file) = (Self::new(), Vec::new());
        writer.record(&names.collect::<Vec<_>>(), &mut file);
        writer.record(&cells.collect::<Vec<_>>(), &mut file);
        String::from_utf8_lossy(&file).into_owned()
    }

    /// Creates a writer for one file.
    #[must_use]
    pub fn new() -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF);
        Self {
            core: builder.build(),
        }
    }

    /// Appends the beginning of the file: a byte order mark and the names of the columns.
    pub fn begin(&mut self, file: &mut Vec<u8>) {
        file.extend_from_slice(BOM);
        let names = COLUMNS.each_ref().map(|column| column.name.to_owned());
        self.record(&names, file);
    }

    /// Appends a link.
    pub fn write(&mut self, exported: Exported<'_>, file: &mut Vec<u8>) {
        let cells = COLUMNS.each_ref();
        let cells = cells.map(|column| cell((column.write)(&exported)));
        self.record(&cells, file);
    }

    pub(crate) fn record(&mut self, cells: &[String], file: &mut Vec<u8>) {
        for (index, cell) in cells.iter().enumerate() {
            // Each byte may be a quote, which is doubled; the rest is for quotes, a delimiter and a line break.
            let start = file.len();
            file.resize(start + 2 * cell.len() + 8, 0);
            let buffer = &mut file[start..];
            let mut written = 0;
            if index > 0 {
                written += self.core.delimiter(&mut buffer[written..]).1;
            }
            written += self.core.field(cell.as_bytes(), &mut buffer[written..]).2;
            if index + 1 == cells.len() {
                written += self.core.terminator(&mut buffer[written..]).1;
            }
            file.truncate(start + written);
        }
    }
}

impl Default for CsvWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for CsvWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CsvWriter").finish_non_exhaustive()
    }
}

/// The text of a cell, which no spreadsheet reads as a formula.
pub(crate) fn cell(value: Value) -> String {
    let text = match value {
        Value::Text(text) => text,
        Value::Texts(texts) => list::write(&texts),
        Value::Number(number) => number.to_string(),
        Value::Time(time) => time_cell(time),
        Value::Null | Value::TooManyTexts | Value::Other => String::new(),
    };
    formula::neutralise(text)
}
