use korotko_core::link::ImportLink;

use crate::exported::Exported;
use crate::value::Value;

/// A column of a file of links; in JSON, a field.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it, for people.
    pub about: &'static str,
    /// Such a value, as it stands in CSV.
    pub(crate) example: &'static str,
    /// What its values are like.
    pub kind: Kind,
    /// What an import makes of it.
    pub import: Import,
    /// Whether an export may have nothing in it.
    pub nullable: bool,
    pub(crate) write: fn(&Exported<'_>) -> Value,
}

/// What an import makes of a column.
#[derive(Debug)]
pub enum Import {
    /// No row can be without a value.
    Required(Fill),
    /// A row without a value has this, in words for people.
    Optional(&'static str, Fill),
    /// It is for people alone: an import does not look at it.
    Ignored,
}

/// Puts a value where it belongs, or says what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct Fill(pub(crate) fn(Value, &mut ImportLink) -> Result<(), String>);

/// What the values of a column are like.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// A word such as a URL: space around it is none of it.
    Word {
        /// The most characters.
        max_chars: usize,
        /// A regular expression that it matches as a whole.
        pattern: Option<&'static str>,
    },
    /// A text as it is.
    Text {
        /// The most characters.
        max_chars: usize,
    },
    /// Several texts, in CSV a record of its own with commas.
    Texts {
        /// The most texts, if there is a fixed number.
        max_items: Option<usize>,
        /// The most characters of each.
        max_chars: usize,
    },
    /// One of some words.
    OneOf(fn() -> Vec<&'static str>),
    /// A whole number.
    Number {
        /// The smallest.
        minimum: u64,
        /// The largest.
        maximum: u64,
    },
    /// A time in RFC 3339.
    Time,
}

impl Column {
    /// What an import reads this column with; `None` if it does not look at it.
    pub(crate) fn fill(&self) -> Option<Fill> {
        match self.import {
            Import::Required(fill) | Import::Optional(_, fill) => Some(fill),
            Import::Ignored => None,
        }
    }

    /// Whether an import refuses a row without it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        matches!(self.import, Import::Required(_))
    }
}
