use crate::fault::{Violations, fault};
use crate::link::{CreateLinkError, DeleteLinkError, EditLinkError, Link};

/// What became of an operation of a batch, or of a row of an import.
pub type OperationOutcome = Result<Applied, OperationError>;

/// What an operation did, and the link as it is then. In a dry run, the link that would be: its id means nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// Created the link.
    Created(Link),
    /// Changed the link, or found it as it was to be.
    Edited(Link),
    /// Put the link into the trash.
    Deleted(Link),
}

impl Applied {
    /// The link.
    #[must_use]
    pub fn link(&self) -> &Link {
        match self {
            Self::Created(link) | Self::Edited(link) | Self::Deleted(link) => link,
        }
    }
}

/// Why an operation did nothing.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The row cannot be read, or a field of it breaks a rule.
    #[error("the row cannot be imported as it is")]
    InvalidRow(Violations),
    /// The link was not created.
    #[error(transparent)]
    Create(#[from] CreateLinkError),
    /// The link was not changed.
    #[error(transparent)]
    Edit(#[from] EditLinkError),
    /// The link was not deleted.
    #[error(transparent)]
    Delete(#[from] DeleteLinkError),
    /// One of the link's collections would have more links than a collection may have.
    #[error("one of the sets would have more links than a set may have")]
    CollectionFull,
    /// One of the link's collections is missing, and the owner has as many as one may have.
    #[error("there are as many sets as one user may have")]
    TooManyCollections,
    /// It would have worked, but another did not, and it was to be all or nothing.
    #[error("not done, because another operation failed, and it was to be all or nothing")]
    NotApplied,
    /// The store failed before this row. The rows before are in; import this one and those behind it again.
    #[error("not imported, because the service had to stop before it; import it again")]
    NotReached,
}

fault!(OperationError {
    broken_rules: [InvalidRow => "invalid"],
    own: [
        CollectionFull => Conflict "collection-full",
        TooManyCollections => Conflict "too-many-collections",
        NotApplied => Conflict "not-applied",
        NotReached => Unavailable "not-reached"
    ],
    passed_on: [Create, Edit, Delete],
});
