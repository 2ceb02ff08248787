use super::bulk::HoldError;
use super::import_part::Rehearsal;
use super::{CreateLinkError, Link, Links, NewLink};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{StoreError, StoreFailure, retry_conflicts};

/// How many rows are brought in at a time.
const PART: usize = 1_000;

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

/// What became of a row: its link, or why there is none. In a dry run, the link that would be: its id means nothing.
pub type ImportFate = Result<Link, ImportRowError>;

impl Links {
    /// Makes links of the rows of a file, for `owner`, and says of each row in order what became of it. A row that is refused
    /// does not stop the others, unless it is to be all or nothing. Rows come in a thousand at a time, so that others can
    /// write in between; after each thousand `progress` is told how many there were by then. All or nothing keeps one unit of
    /// work open from the first row to the last.
    #[tracing::instrument(name = "links.import", skip_all, fields(rows = rows.len()))]
    pub async fn import(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        options: ImportOptions,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        if options.dry_run {
            let mut fates = self.rehearse(owner, rows, progress).await?;
            if options.atomic {
                refuse_all_unless_all_work(&mut fates);
            }
            return Ok(fates);
        }
        if options.atomic {
            return self.import_in_one_unit(owner, rows, true, progress).await;
        }
        let mut fates = Vec::with_capacity(rows.len());
        for part in rows.chunks(PART) {
            match self.import_in_one_unit(owner, part, false, &|_| ()).await {
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

    /// Does everything and takes it back, part by part, so that others can write in between here too.
    async fn rehearse(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        let mut rehearsal = Rehearsal::default();
        let mut fates = Vec::with_capacity(rows.len());
        for part in rows.chunks(PART) {
            let unit = self.ports.store.begin().await?;
            let more = self.rehearse_part(&*unit, owner, part, &mut rehearsal);
            fates.extend(more.await?);
            progress(fates.len());
        }
        Ok(fates)
    }

    async fn import_in_one_unit(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        atomic: bool,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        retry_conflicts("others take the same codes", || {
            self.attempt_import(owner, rows, atomic, progress)
        })
        .await
    }

    async fn attempt_import(
        &self,
        owner: UserId,
        rows: &[ImportRow],
        atomic: bool,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<ImportFate>, ImportError> {
        let unit = self.ports.store.begin().await?;
        let mut fates = Vec::with_capacity(rows.len());
        for part in rows.chunks(PART) {
            fates.extend(self.import_part(&*unit, owner, part).await?);
            progress(fates.len());
        }
        if atomic && fates.iter().any(Result::is_err) {
            refuse_all_unless_all_work(&mut fates);
        } else {
            unit.commit().await?;
        }
        Ok(fates)
    }
}

fn refuse_all_unless_all_work(fates: &mut [ImportFate]) {
    if fates.iter().all(Result::is_ok) {
        return;
    }
    for fate in fates.iter_mut().filter(|fate| fate.is_ok()) {
        *fate = Err(ImportRowError::NotApplied);
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
