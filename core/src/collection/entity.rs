use std::fmt;

use crate::id::{CollectionId, UserId};
use crate::ports::Timestamp;
use crate::revision::Revision;
use crate::text::{TextError, fold, parse_line, parse_lines};

/// A personal set of links. A link may be in any number of its owner's sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Never reused.
    pub id: CollectionId,
    /// Whose it is.
    pub owner: UserId,
    /// What it is called.
    pub name: CollectionName,
    /// What it is for.
    pub description: Option<Description>,
    /// How many links are in it, without deleted ones.
    pub links: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its name or description was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes of name and description.
    pub revision: Revision,
}

impl Collection {
    /// Notes that it changes at `now`.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.revision = self.revision.next();
    }
}

/// What a set is called: one line in NFC, shown as typed and compared without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CollectionName(String);

impl CollectionName {
    /// The most characters.
    pub const MAX_CHARS: usize = 100;

    /// Reads a name.
    ///
    /// ```
    /// use korotko_core::collection::CollectionName;
    ///
    /// let name = CollectionName::parse(" Весна 2027 ")?;
    /// assert_eq!(name.as_str(), "Весна 2027");
    /// assert_eq!(name.folded(), CollectionName::parse("ВЕСНА 2027")?.folded());
    /// # Ok::<(), korotko_core::TextError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, TextError> {
        parse_line(text, Self::MAX_CHARS).map(Self)
    }

    /// Takes a name from a store, as it is.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The name, as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What names have in common that differ by case alone.
    #[must_use]
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for CollectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a set is for, in a few lines.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Description(String);

impl Description {
    /// The most characters.
    pub const MAX_CHARS: usize = 1_000;

    /// Reads a description.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        parse_lines(text, Self::MAX_CHARS).map(Self)
    }

    /// Takes a description from a store, as it is.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The description.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
