use crate::columns::names;

/// Why a file cannot be read at all. What is wrong with one row alone is told of that row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// It is what Excel or another program saves as a workbook.
    #[error("this is an Excel workbook; save it as CSV UTF-8")]
    Workbook,
    /// There is not even a header line.
    #[error("is empty; its first line must name the columns")]
    Empty,
    /// There is not even a list.
    #[error("is empty; send a list of objects")]
    EmptyList,
    /// Every other byte or so is zero.
    #[error("is in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// The names of the columns are in another encoding.
    #[error("has a header line that is not UTF-8; save the file as UTF-8")]
    HeaderEncoding,
    /// The header line never ends.
    #[error("has a header line with a quote that is never closed")]
    HeaderQuote,
    /// A column has no name, and one with a name stands behind it.
    #[error("has no name for column {position}")]
    UnnamedColumn {
        /// Which, from 1.
        position: usize,
    },
    /// A column that no import has.
    #[error("has the unknown column `{name}`; the known ones are {known}", known = names())]
    UnknownColumn {
        /// What it is called, shortened.
        name: String,
    },
    /// A column is there twice.
    #[error("has the column {name} twice")]
    DuplicateColumn {
        /// What it is called.
        name: &'static str,
    },
    /// A column without which there are no links.
    #[error("has no column {name}")]
    MissingColumn {
        /// What it is called.
        name: &'static str,
    },
    /// There are more rows than may be imported at once.
    #[error("has more than {most} rows, which is as many links as one user may have")]
    TooManyRows {
        /// The most rows.
        most: usize,
    },
    /// It is not JSON, for this reason, and was not before the end of the first row.
    #[error("the file is not JSON: {0}")]
    NotJson(String),
    /// It is JSON, and something else than a list.
    #[error("must be a list of objects")]
    NotList,
}
