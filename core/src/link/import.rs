use std::fmt;

use super::bulk::HoldError;
use super::import_run::ImportRun;
use super::{CreateLinkError, Link, Links, NewLink};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{StoreError, StoreFailure};

/// One row of a file of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Where it stands in the file.
    pub at: RowPosition,
    /// What stands in it, or why it cannot be read.
    pub content: Result<ImportLink, Violations>,
}

/// Where a row stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPosition {
    /// It begins on this line, from 1.
    Line(u64),
    /// It is this item of a list, from 0.
    Index(u64),
}

impl fmt::Display for RowPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A link to be brought in, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportLink {
    /// The link.
    pub new: NewLink,
    /// The names of the sets to put it into; those that are missing are made.
    pub collections: Vec<String>,
}

/// How rows are brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Only tells what would become of each row, and changes nothing.
    pub dry_run: bool,
    /// Brings in all rows or none.
    pub atomic: bool,
}

/// Why a row was not brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportRowError {
    /// It cannot be read, or a field breaks a rule.
    #[error("the row cannot be imported as it is")]
    Invalid(Violations),
    /// The link cannot be made.
    #[error(transparent)]
    Link(CreateLinkError),
    /// One of its sets would have more links than a set may have.
    #[error("one of the sets would have more links than a set may have")]
    CollectionFull,
    /// One of its sets is missing, and the owner has as many sets as one may have.
    #[error("there are as many sets as one user may have")]
    TooManyCollections,
    /// It would have worked, but another did not, and it was to be all or nothing.
    #[error("not imported, because another row was refused")]
    NotApplied,
    /// The store failed before it. The rows before are in; import this one and those behind it again.
    #[error("not imported, because the service had to stop before it; import it again")]
    NotReached,
}

/// Why nothing was brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The owner's account is gone meanwhile.
    #[error("this session is over; sign in again")]
    OwnerGone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What became of a row: its link, or why there is none. In a dry run, the link that would be: its id means nothing.
pub type ImportFate = Result<Link, ImportRowError>;

/// The rows of a file as they are read, so that not all of them have to be in memory.
pub type ImportRows<'r> = dyn Iterator<Item = ImportRow> + Send + 'r;

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Whether the rows that worked are in, or would be. Not, if it was to be all or nothing and any was refused: then each of
    /// them counts as [`ImportRowError::NotApplied`].
    pub applied: bool,
}

impl Links {
    /// Makes links of the rows of a file, for `owner`, and tells `fates` of each row in order what became of it, as they come in.
    /// A row that is refused does not stop the others, unless it is to be all or nothing. Rows come in up to a thousand at a
    /// time, so that others can write in between. All or nothing does too: what comes in is seen by nobody until all is there,
    /// and then at once.
    #[tracing::instrument(name = "links.import", skip_all)]
    pub async fn import(
        &self,
        owner: UserId,
        rows: &mut ImportRows<'_>,
        options: ImportOptions,
        fates: &mut (dyn FnMut(&ImportRow, ImportFate) + Send + Sync),
    ) -> Result<Imported, ImportError> {
        let mut run = ImportRun::new(self, owner, fates);
        match options {
            ImportOptions { dry_run: true, .. } => run.rehearse(rows).await?,
            ImportOptions { atomic: true, .. } => run.stage(rows).await?,
            ImportOptions { .. } => run.bring_in(rows).await?,
        }
        Ok(Imported {
            applied: !(options.atomic && run.refused),
        })
    }
}

impl StoreFailure for ImportError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

impl From<HoldError> for ImportError {
    fn from(error: HoldError) -> Self {
        match error {
            HoldError::OwnerGone => Self::OwnerGone,
            HoldError::Store(error) => Self::Store(error),
        }
    }
}

fault!(ImportRowError {
    broken_rules: [Invalid => "invalid"],
    own: [
        CollectionFull => Conflict "collection-full",
        TooManyCollections => Conflict "too-many-collections",
        NotApplied => Conflict "not-applied",
        NotReached => Unavailable "not-reached"
    ],
    passed_on: [Link],
});

fault!(ImportError {
    broken_rules: [],
    own: [OwnerGone => Unauthenticated "token-invalid"],
    passed_on: [Store],
});
