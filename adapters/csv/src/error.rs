/// Why a file cannot be read at all. What is wrong with one row alone is told of that row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// There is not even a header line.
    #[error("is empty; its first line must name the columns")]
    Empty,
    /// Every other byte or so is zero.
    #[error("is in UTF-16; save it as UTF-8 (in Excel: CSV UTF-8)")]
    Utf16,
    /// The names of the columns are in another encoding.
    #[error("has a header line that is not UTF-8; save the file as UTF-8")]
    HeaderEncoding,
    /// The header line never ends.
    #[error("has a header line with a quote that is never closed")]
    HeaderQuote,
    /// A column has no name.
    #[error("has no name for column {position}")]
    UnnamedColumn {
        /// Which, from 1.
        position: usize,
    },
    /// A column that no import has.
    #[error("has the unknown column `{name}`; the known ones are {known}", known = crate::column::names())]
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
    /// Links lead somewhere.
    #[error("has no column url")]
    NoUrlColumn,
    /// There are more rows than may be imported at once.
    #[error("has more than {most} rows, which is as many links as one user may have")]
    TooManyRows {
        /// The most rows.
        most: usize,
    },
}
