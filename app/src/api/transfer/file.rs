use std::fmt::Display;

use korotko_core::fault::{Fault, FaultKind, Violation, Violations};
use korotko_core::link::ImportRow;
use poem_openapi::Enum;

use super::json_rows;

/// The format of a file of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, clap::ValueEnum)]
#[oai(rename_all = "lowercase", rename = "FileFormat")]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Why nothing of a file is imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It breaks a rule as a whole.
    #[error("the file cannot be imported as it is")]
    Refused(Violations),
    /// It is not JSON, for this reason.
    #[error("the file is not JSON: {0}")]
    NotJson(String),
    /// It is JSON, and not what an import takes.
    #[error("the file is not a JSON list of links")]
    Shape(Violations),
}

/// Under which name a request knows the file.
const FIELD: &str = "body";

impl FileError {
    pub(super) fn refused(why: impl Display) -> Self {
        Self::Refused(Violations::of(FIELD, why))
    }

    pub(super) fn shape(why: impl Display) -> Self {
        Self::Shape(Violations::of(FIELD, why))
    }
}

/// The rows of a file, at most `most` of them.
pub(crate) fn read(format: Format, file: &[u8], most: usize) -> Result<Vec<ImportRow>, FileError> {
    match format {
        Format::Csv => korotko_csv::read(file, most).map_err(FileError::refused),
        Format::Json => json_rows::read(file, most),
    }
}

impl Fault for FileError {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Refused(_) => FaultKind::Invalid,
            Self::NotJson(_) | Self::Shape(_) => FaultKind::Malformed,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "invalid",
            Self::NotJson(_) => "malformed-json",
            Self::Shape(_) => "invalid-shape",
        }
    }

    fn violations(&self) -> &[Violation] {
        match self {
            Self::Refused(broken) | Self::Shape(broken) => broken.as_slice(),
            Self::NotJson(_) => &[],
        }
    }
}
