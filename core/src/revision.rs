use std::fmt;

/// Counts the changes of one thing, from 1: whoever read revision 3 and finds 3 knows that nobody changed it meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub i64);

impl Revision {
    /// Of what was just made.
    pub const FIRST: Self = Self(1);

    /// Of the same after one more change.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// On which revision a change may be made, so that it does not undo somebody else's that its maker never saw (RFC 9110 13.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Expected {
    /// Whichever it is.
    #[default]
    Any,
    /// One of these.
    OneOf(Vec<Revision>),
}

impl Expected {
    /// This revision alone.
    #[must_use]
    pub fn exactly(revision: Revision) -> Self {
        Self::OneOf(vec![revision])
    }

    /// Whether a thing at `revision` may be changed.
    #[must_use]
    pub fn admits(&self, revision: Revision) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(revisions) => revisions.contains(&revision),
        }
    }
}
