use std::fmt;

/// The version of a resource, from 1: a client that reads revision 3 and still finds 3 knows that nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub i64);

impl Revision {
    /// Of a new resource.
    pub const FIRST: Self = Self(1);

    /// After one more change.
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

/// The revision that a change requires, so that it does not overwrite a change that its author has not seen (RFC 9110 13.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ExpectedRevision {
    /// Any revision.
    #[default]
    Any,
    /// One of these revisions.
    OneOf(Vec<Revision>),
}

impl ExpectedRevision {
    /// This revision alone.
    #[must_use]
    pub fn exactly(revision: Revision) -> Self {
        Self::OneOf(vec![revision])
    }

    /// Whether a resource at `revision` may be changed.
    #[must_use]
    pub fn admits(&self, revision: Revision) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(revisions) => revisions.contains(&revision),
        }
    }
}
