use crate::columns::names;

/// Why a file cannot be read at all. Errors of a single row are reported with the row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file is a workbook of Excel or another program.
    #[error("this is an Excel workbook; save it as CSV UTF-8")]
    Workbook,
    /// The CSV file has no header line.
    #[error("is empty; its first line must name the columns")]
    Empty,
    /// The JSON file has no list.
    #[error("is empty; send a list of objects")]
    EmptyList,
    /// The file is UTF-16.
    #[error("is in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// The header line is not UTF-8.
    #[error("has a header line that is not UTF-8; save the file as UTF-8")]
    HeaderEncoding,
    /// The header line has an unclosed quote.
    #[error("has a header line with a quote that is never closed")]
    HeaderQuote,
    /// A column before the last named one has no name.
    #[error("has no name for column {position}")]
    UnnamedColumn {
        /// The column's position, counted from 1.
        position: usize,
    },
    /// A column is unknown.
    #[error("has the unknown column `{name}`; the known columns are {known}", known = names())]
    UnknownColumn {
        /// The column's name, shortened.
        name: String,
    },
    /// A column appears twice.
    #[error("has the column {name} twice")]
    DuplicateColumn {
        /// The column's name.
        name: &'static str,
    },
    /// A required column is missing.
    #[error("has no column {name}")]
    MissingColumn {
        /// The column's name.
        name: &'static str,
    },
    /// The file has more rows than one import may have.
    #[error("has more than {max} rows, the most links that one user may have")]
    TooManyRows {
        /// The most rows.
        max: usize,
    },
    /// The file is not JSON, for this reason, before the end of the first row.
    #[error("the file is not JSON: {0}")]
    NotJson(String),
    /// The file is JSON, but not a list.
    #[error("must be a list of objects")]
    NotList,
}
