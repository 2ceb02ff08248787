use std::fmt::Display;

use korotko_core::fault::{Fault, FaultKind, Violation, Violations};
use korotko_core::link::ImportRow;
use poem_openapi::Enum;

use super::json_rows::{self, Place};

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

    pub(super) fn too_many(most: usize) -> Self {
        Self::refused(format!(
            "has more than {most} rows, which is as many links as one user may have"
        ))
    }

    pub(super) fn shape(why: impl Display) -> Self {
        Self::Shape(Violations::of(FIELD, why))
    }
}

/// A file of links that was gone through once, so that it is known to be one; its rows are read again as they are asked for,
/// so that they are not all in memory.
pub(crate) struct LinkFile<B> {
    bytes: B,
    rows: usize,
    content: Content,
}

enum Content {
    Csv,
    Json(Vec<Place>),
}

impl<B: AsRef<[u8]>> LinkFile<B> {
    /// A file that has at most `most` rows.
    pub(crate) fn open(format: Format, bytes: B, most: usize) -> Result<Self, FileError> {
        let (rows, content) = match format {
            Format::Csv => {
                let rows = korotko_csv::rows(bytes.as_ref()).map_err(FileError::refused)?;
                let rows = rows.take(most.saturating_add(1)).count();
                if rows > most {
                    let error = korotko_csv::FileError::TooManyRows { most };
                    return Err(FileError::refused(error));
                }
                (rows, Content::Csv)
            }
            Format::Json => {
                let places = json_rows::places(bytes.as_ref(), most)?;
                (places.len(), Content::Json(places))
            }
        };
        Ok(Self {
            bytes,
            rows,
            content,
        })
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// Its rows, in order.
    pub(crate) fn rows(&self) -> Box<dyn Iterator<Item = ImportRow> + Send + '_> {
        let bytes = self.bytes.as_ref();
        match &self.content {
            Content::Csv => Box::new(korotko_csv::rows(bytes).into_iter().flatten()),
            Content::Json(places) => {
                let rows = places.iter();
                Box::new(rows.filter_map(|place| json_rows::row(bytes, place)))
            }
        }
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
