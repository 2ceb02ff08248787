//! What the lists of administrators have in common.

use crate::fault::{Violations, fault};
use crate::link::SearchText;
use crate::ports::StoreError;

/// Why users or links were not listed.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// A filter violates a rule.
    #[error("the list filter is invalid")]
    Invalid(Violations),
    /// The store took too long.
    #[error("the search takes too long; narrow it with a longer text or another filter")]
    TooBroad,
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ListError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooSlow(_) => Self::TooBroad,
            error => Self::Store(error),
        }
    }
}

/// Parses the text to search for, received in `q`.
pub(super) fn parse_text(text: Option<&str>) -> Result<Option<SearchText>, ListError> {
    let text = text.map(SearchText::parse).transpose();
    text.map_err(|error| ListError::Invalid(Violations::new("q", error)))
}

fault!(ListError {
    violations: [Invalid => "invalid"],
    variants: [TooBroad => TooBroad "search-too-broad"],
    transparent: [Store],
});
