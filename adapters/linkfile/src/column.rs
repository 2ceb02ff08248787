use korotko_core::link::ImportLink;

use crate::exported::Exported;
use crate::value::Value;

/// A column of a file of links; a field in JSON.
#[derive(Debug)]
pub struct Column {
    /// The column's name.
    pub name: &'static str,
    /// The description, for people.
    pub about: &'static str,
    /// An example value in CSV.
    pub(crate) example: &'static str,
    /// The kind of its values.
    pub kind: Kind,
    /// How an import treats it.
    pub import: Import,
    /// Whether its value may be missing in an export.
    pub nullable: bool,
    pub(crate) write: fn(&Exported<'_>) -> Value,
}

/// How an import treats a column.
#[derive(Debug)]
pub enum Import {
    /// Every row must have a value.
    Required(Fill),
    /// A row may lack a value; the text describes the default, for people.
    Optional(&'static str, Fill),
    /// An import ignores the column, which is for people only.
    Ignored,
}

/// Sets a value in the link, or returns what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct Fill(pub(crate) fn(Value, &mut ImportLink) -> Result<(), String>);

/// The kind of a column's values.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A single word such as a URL; surrounding space is ignored.
    Word {
        /// The most characters.
        max_chars: usize,
        /// A regular expression that matches the whole word.
        pattern: Option<&'static str>,
    },
    /// A text, unchanged.
    Text {
        /// The most characters.
        max_chars: usize,
    },
    /// Several texts; in CSV, a comma-separated record within the cell.
    Texts {
        /// The most texts, if limited.
        max_items: Option<usize>,
        /// The most characters of each text.
        max_chars: usize,
    },
    /// One of some words.
    OneOf(fn() -> Vec<&'static str>),
    /// A whole number.
    Number {
        /// The minimum.
        minimum: u64,
        /// The maximum.
        maximum: u64,
    },
    /// A time in RFC 3339.
    Time,
}

impl Column {
    /// How an import sets this column's values; `None` if it ignores the column.
    pub(crate) fn fill(&self) -> Option<Fill> {
        match self.import {
            Import::Required(fill) | Import::Optional(_, fill) => Some(fill),
            Import::Ignored => None,
        }
    }

    /// Whether an import refuses a row without this column.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.import, Import::Required(_))
    }
}
