use std::fmt;

use crate::key::{Address, Subject};

/// A row that cannot be read: of another version, or damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable(Address);

impl Unreadable {
    pub(crate) fn new(address: Address) -> Self {
        Self(address)
    }

    /// The subject whose clicks are missing.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.0.subject
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Unreadable {}
