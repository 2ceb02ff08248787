use crate::fault::{Violations, fault};
use crate::link::{CreateLinkError, DeleteLinkError, EditLinkError, Link};

/// The outcome of an operation of a batch, or of a row of an import.
pub type OperationOutcome = Result<Applied, OperationError>;

/// An applied operation with the resulting link. In a dry run, the link's id is meaningless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// Created the link.
    Created(Link),
    /// Changed the link, or found nothing to change.
    Edited(Link),
    /// Moved the link to the trash.
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

/// Why an operation was not applied.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// The row cannot be parsed, or a field violates a rule.
    #[error("the row is invalid")]
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
    /// One of the link's collections is full.
    #[error("a collection of the link is full")]
    CollectionFull,
    /// One of the link's collections does not exist, and the owner's collection limit is reached.
    #[error("collection limit reached; delete some collections first")]
    TooManyCollections,
    /// The operation is valid, but another one failed and the request is atomic.
    #[error("not applied because another operation failed and the request is atomic")]
    NotApplied,
    /// The store failed before this row. The rows before it are imported; import this row and those after it again.
    #[error("not imported because the import stopped before this row; import it again")]
    NotReached,
}

fault!(OperationError {
    violations: [InvalidRow => "invalid"],
    variants: [
        CollectionFull => Conflict "collection-full",
        TooManyCollections => Conflict "collection-limit-reached",
        NotApplied => Conflict "not-applied",
        NotReached => Unavailable "not-processed"
    ],
    transparent: [Create, Edit, Delete],
});
