//! Links from the rows of a file.

mod dry_run;
mod row;
mod run;
mod same;

pub use row::{ImportLink, ImportRow, ImportRows, RowPosition};
use run::ImportRun;
pub(crate) use run::STAGING_LIFETIME;

use super::Links;
use super::bulk::{BulkError, OperationOutcome};
use crate::id::UserId;

/// How rows are imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Validate only; nothing is changed.
    pub dry_run: bool,
    /// Import all rows or none.
    pub atomic: bool,
}

/// The result of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportSummary {
    /// Whether the valid rows are imported, or in a dry run would be. `false` if the import is atomic and any row was refused:
    /// then each valid row counts as [`OperationError::NotApplied`](super::OperationError::NotApplied).
    pub applied: bool,
}

impl Links {
    /// Creates links of `owner` from the rows of a file, and calls `outcomes` with the outcome of each row, in order, as rows
    /// are imported. A refused row does not stop the others, unless the import is atomic. Rows are written up to a thousand at
    /// a time, so that others can write in between. An atomic import becomes visible as a whole, when all rows are written.
    /// Imports of an account are limited, dry runs included.
    #[tracing::instrument(name = "links.import", skip_all)]
    pub async fn import(
        &self,
        owner: UserId,
        rows: &mut ImportRows<'_>,
        options: ImportOptions,
        outcomes: &mut (dyn FnMut(&ImportRow, OperationOutcome) + Send + Sync),
    ) -> Result<ImportSummary, BulkError> {
        self.rates.import(owner).await?;
        let mut run = ImportRun::new(self, owner, outcomes);
        match options {
            ImportOptions { dry_run: true, .. } => run.dry_run(rows).await?,
            ImportOptions { atomic: true, .. } => run.stage(rows).await?,
            ImportOptions { .. } => run.import_valid(rows).await?,
        }
        Ok(ImportSummary {
            applied: !(options.atomic && run.refused),
        })
    }
}
