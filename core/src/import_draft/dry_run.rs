use futures_util::future::join_all;

use super::outcomes::RowProblem;
use super::{ImportDraftError, ImportDrafts, RowOutcomes};
use crate::id::{ImportDraftId, UserId};
use crate::link::{
    CreateLinkError, ImportOptions, ImportRow, ImportRows, NewLink, OperationError,
    OperationOutcome,
};
use crate::ports::StoreError;

/// How many links are looked up at a time.
const LOOK_UPS: usize = 50;

/// The outcomes of the rows so far.
#[derive(Default)]
struct Trial {
    problems: Vec<Option<RowProblem>>,
    /// The rows whose slugs are taken, perhaps by the same link.
    taken: Vec<(usize, NewLink)>,
}

impl Trial {
    fn add(&mut self, row: &ImportRow, outcome: &OperationOutcome) {
        let error = outcome.as_ref().err();
        if let (Some(OperationError::Create(CreateLinkError::SlugTaken)), Ok(link)) =
            (error, &row.content)
        {
            self.taken.push((self.problems.len(), link.new.clone()));
        }
        self.problems.push(error.map(RowProblem::of));
    }
}

impl ImportDrafts {
    /// Tries the rows of a draft of `owner`, which are read as `layout` says, and keeps their outcomes. A row is skipped if `owner` has a
    /// personal link with its slug and target already. Dry runs count as imports.
    #[tracing::instrument(name = "import_drafts.dry_run", skip_all)]
    pub async fn dry_run(
        &self,
        owner: UserId,
        id: ImportDraftId,
        layout: &str,
        rows: &mut ImportRows<'_>,
    ) -> Result<RowOutcomes, ImportDraftError> {
        if self.find(owner, id).await?.state.has_begun() {
            return Err(ImportDraftError::Begun);
        }
        let options = ImportOptions {
            dry_run: true,
            ..ImportOptions::default()
        };
        let mut trial = Trial::default();
        let mut add = |row: &ImportRow, outcome: OperationOutcome| trial.add(row, &outcome);
        self.links.import(owner, rows, options, &mut add).await?;
        self.skip_existing(owner, &mut trial).await?;
        let outcomes: RowOutcomes = trial.problems.into_iter().collect();
        self.record_dry_run(id, layout, &outcomes).await?;
        Ok(outcomes)
    }

    /// Skips the rows that `owner` has as links already.
    async fn skip_existing(&self, owner: UserId, trial: &mut Trial) -> Result<(), StoreError> {
        for some in trial.taken.chunks(LOOK_UPS) {
            let found = some.iter().map(|(_, new)| self.links.has_same(owner, new));
            let found = join_all(found).await;
            for ((row, _), found) in some.iter().zip(found) {
                if found? {
                    trial.problems[*row] = Some(RowProblem::link_exists());
                }
            }
        }
        Ok(())
    }

    async fn record_dry_run(
        &self,
        id: ImportDraftId,
        layout: &str,
        outcomes: &RowOutcomes,
    ) -> Result<(), ImportDraftError> {
        let unit = self.ports.store.begin().await?;
        let drafts = unit.import_drafts();
        if !drafts.record_dry_run(id, layout, outcomes).await? {
            return Err(ImportDraftError::Begun);
        }
        unit.commit().await?;
        Ok(())
    }
}
