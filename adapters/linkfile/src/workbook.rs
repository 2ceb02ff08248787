use std::io::Write;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::column::Kind;
use crate::columns::COLUMNS;
use crate::csv;
use crate::exported::Exported;
use crate::value::Value;

/// Writes links as an Excel workbook, row by row. Cells of text are typed as text, so that no spreadsheet converts a slug such as
/// `007`, `1e5` or `jan1999`. Saved as CSV, the file equals that of [`CsvWriter`](crate::CsvWriter).
pub struct WorkbookWriter {
    workbook: Workbook,
    text: Format,
    number: Format,
    /// The next row to write.
    row: u32,
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WorkbookError {
    /// There are more links than a sheet has rows, or a list of texts is longer than a cell may be.
    #[error("the links do not fit into a workbook; export them as CSV or JSON")]
    TooLarge(#[source] XlsxError),
    /// Writing failed.
    #[error("the workbook could not be written")]
    Write(#[source] XlsxError),
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::RowColumnLimitError | XlsxError::MaxStringLengthExceeded => {
                Self::TooLarge(error)
            }
            error => Self::Write(error),
        }
    }
}

impl WorkbookWriter {
    /// The media type of the file.
    pub const MEDIA_TYPE: &'static str =
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// Creates a writer for one file, and writes the names of the columns. Rows are kept in a temporary file.
    pub fn new() -> Result<Self, WorkbookError> {
        let mut workbook = Workbook::new();
        let (text, number) = (
            Format::new().set_num_format("@"),
            Format::new().set_num_format("0"),
        );
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("Links")?;
        sheet.set_freeze_panes(1, 0)?;
        let heading = Format::new().set_bold();
        for (index, column) in (0..).zip(&COLUMNS) {
            // Rows that a user adds are text, too.
            let format = if is_number(&column.kind) {
                &number
            } else {
                &text
            };
            sheet.set_column_format(index, format)?;
            sheet.set_column_width(index, width(&column.kind))?;
            sheet.write_string_with_format(0, index, column.name, &heading)?;
        }
        let row = 1;
        Ok(Self {
            workbook,
            text,
            number,
            row,
        })
    }

    /// Appends a link.
    pub fn write(&mut self, exported: Exported<'_>) -> Result<(), WorkbookError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (index, column) in (0..).zip(&COLUMNS) {
            match (column.write)(&exported) {
                Value::Null => {}
                Value::Number(number) => {
                    write_number(sheet, self.row, index, number, &self.number)?;
                }
                value => {
                    let text = csv::cell(value);
                    sheet.write_string_with_format(self.row, index, &text, &self.text)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the file.
    pub fn finish(mut self, file: impl Write + Send) -> Result<(), WorkbookError> {
        Ok(self.workbook.save_to_writer(file)?)
    }
}

impl std::fmt::Debug for WorkbookWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkbookWriter").finish_non_exhaustive()
    }
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Number { .. })
}

/// The approximate number of visible characters.
fn width(kind: &Kind) -> f64 {
    match kind {
        Kind::Word { .. } | Kind::Text { .. } | Kind::Texts { .. } | Kind::Time => 28.0,
        Kind::OneOf(_) | Kind::Number { .. } => 14.0,
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a workbook has no other numbers; counts stay below 2^53"
)]
fn write_number(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    number: u64,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, number as f64, format)?;
    Ok(())
}
