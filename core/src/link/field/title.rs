use std::fmt;

use crate::text::{TextError, parse_line};

/// What a link is called by its owner: one line in NFC, without space around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Title(String);

impl Title {
    /// The most characters.
    pub const MAX_CHARS: usize = 255;

    /// Reads a title.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        parse_line(text, Self::MAX_CHARS).map(Self)
    }

    /// Takes a title from a store, as it is.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The title.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
