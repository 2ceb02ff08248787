//! Links from the rows of a file.

mod dry_run;
mod row;
mod run;

pub use row::{ImportLink, ImportRow, ImportRows, RowPosition};
use run::ImportRun;
pub(crate) use run::STAGING_LIFETIME;

use super::Links;
use super::bulk::{BulkError, OperationOutcome};
use crate::id::UserId;

/// How rows are brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Only tells what would become of each row, and changes nothing.
    pub dry_run: bool,
    /// Brings in all rows or none.
    pub atomic: bool,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Whether the rows that worked are in, or would be. Not, if it was to be all or nothing and any was refused: then each of
    /// them counts as [`OperationError::NotApplied`](super::OperationError::NotApplied).
    pub applied: bool,
}

impl Links {
    /// Creates links from the rows of a file, for `owner`, and tells `outcomes` of each row in order what became of it, as they
    /// come in. A row that is refused does not stop the others, unless it is to be all or nothing. Rows come in up to a thousand
    /// at a time, so that others can write in between. All or nothing does too: what comes in is seen by nobody until all is
    /// there, and then at once.
    #[tracing::instrument(name = "links.import", skip_all)]
    pub async fn import(
        &self,
        owner: UserId,
        rows: &mut ImportRows<'_>,
        options: ImportOptions,
        outcomes: &mut (dyn FnMut(&ImportRow, OperationOutcome) + Send + Sync),
    ) -> Result<Imported, BulkError> {
        let mut run = ImportRun::new(self, owner, outcomes);
        match options {
            ImportOptions { dry_run: true, .. } => run.dry_run(rows).await?,
            ImportOptions { atomic: true, .. } => run.stage(rows).await?,
            ImportOptions { .. } => run.bring_in(rows).await?,
        }
        Ok(Imported {
            applied: !(options.atomic && run.refused),
        })
    }
}
