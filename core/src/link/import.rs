use super::bulk::HoldError;
use super::{CreateLinkError, Link, Links, NewLink};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{StoreError, UnitOfWork};

/// How many rows are brought in at a time.
pub(super) const CHUNK: usize = 1_000;

/// One row of a file of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// On which line of the file it begins, from 1.
    pub line: u64,
    /// What stands in it, or why it cannot be read.
    pub content: Result<ImportLink, Violations>,
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

/// What became of a row: its link, or why there is none. In a dry run, the link that would be: its id is never used.
pub type ImportFate = Result<Link, ImportRowError>;

impl Links {
    /// Makes links of the rows of a file, for `owner`, and says of each row in order what became of it. A row that is refused
    /// does not stop the others, unless it is to be all or nothing. Rows come in a thousand at a time, so that others can
    /// write in between; after each thousand `progress` is told how many there were by then. All or nothing, and a dry run,
    /// keep one unit of work open from the first row to the last.
    #[tracing::instrument(name = "links.import", skip_all, fields(rows = rows.len()))]
    pub async fn import(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        options: ImportOptions,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        if options.dry_run || options.atomic {
            return self.import_at_once(owner, rows, options, progress).await;
        }
        let mut fates = Vec::with_capacity(rows.len());
        for chunk in rows.chunks(CHUNK) {
            match self.import_and_commit(owner, chunk).await {
                Ok(more) => fates.extend(more),
                Err(error) if fates.is_empty() => return Err(error),
                Err(error) => {
                    tracing::error!(%error, rows = fates.len(), "an import broke off");
                    fates.resize_with(rows.len(), || Err(ImportRowError::NotReached));
                    return Ok(fates);
                }
            }
            progress(fates.len());
        }
        Ok(fates)
    }

    async fn import_and_commit(
        &self,
        owner: UserId,
        rows: &[ImportRow],
    ) -> Result<Vec<ImportFate>, ImportError> {
        let unit = self.ports.store.begin().await?;
        let fates = self.import_chunk(&*unit, owner, rows).await?;
        unit.commit().await?;
        Ok(fates)
    }

    async fn import_at_once(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        options: ImportOptions,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        let unit: Box<dyn UnitOfWork> = self.ports.store.begin().await?;
        let mut fates = Vec::with_capacity(rows.len());
        for chunk in rows.chunks(CHUNK) {
            fates.extend(self.import_chunk(&*unit, owner, chunk).await?);
            progress(fates.len());
        }
        if options.atomic && fates.iter().any(Result::is_err) {
            for fate in fates.iter_mut().filter(|fate| fate.is_ok()) {
                *fate = Err(ImportRowError::NotApplied);
            }
        } else if !options.dry_run {
            unit.commit().await?;
        }
        Ok(fates)
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
