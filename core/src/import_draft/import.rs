use super::outcomes::RowProblem;
use super::{ImportDraftError, ImportDrafts, RowOutcomes};
use crate::id::{ImportDraftId, UserId};
use crate::link::{BulkError, ImportOptions, ImportRow, ImportRows, OperationOutcome};
use crate::ports::StoreError;

impl ImportDrafts {
    /// Imports the rows of a draft of `owner` that its dry run did not refuse or skip, once, and keeps the outcomes. `rows` are those of the
    /// dry run.
    #[tracing::instrument(name = "import_drafts.import", skip_all)]
    pub async fn import(
        &self,
        owner: UserId,
        id: ImportDraftId,
        rows: &mut ImportRows<'_>,
    ) -> Result<RowOutcomes, ImportDraftError> {
        let draft = self.find(owner, id).await?;
        if draft.state.has_begun() {
            return Err(ImportDraftError::Begun);
        }
        let tried = draft.outcomes.ok_or(ImportDraftError::NotTried)?;
        self.claim(id).await?;
        let imported = self.import_tried(owner, &tried, rows).await;
        let outcomes = imported.as_ref().ok().cloned();
        let finished = self.finish(id, outcomes).await;
        let imported = imported?;
        if let Err(error) = finished {
            // The links exist, and the draft says that the import has begun.
            tracing::warn!(event = "import_outcomes_lost", %error, "the outcomes of an import are not kept");
        }
        Ok(imported)
    }

    /// Begins the import, which nobody else begins from then on.
    async fn claim(&self, id: ImportDraftId) -> Result<(), ImportDraftError> {
        let unit = self.ports.store.begin().await?;
        if !unit.import_drafts().claim(id).await? {
            return Err(ImportDraftError::Begun);
        }
        unit.commit().await?;
        Ok(())
    }

    /// Imports the rows without a problem. An error means that none is imported.
    async fn import_tried(
        &self,
        owner: UserId,
        tried: &RowOutcomes,
        rows: &mut ImportRows<'_>,
    ) -> Result<RowOutcomes, BulkError> {
        let problem = |row| tried.problem(row).cloned();
        let mut problems: Vec<Option<RowProblem>> = (0..tried.rows()).map(problem).collect();
        let is_open = |row: u32| tried.problem(row).is_none();
        let mut open = (0..tried.rows()).filter(|row| is_open(*row));
        let mut rows = (0_u32..)
            .zip(rows)
            .filter(|(row, _)| is_open(*row))
            .map(|(_, row)| row);
        let mut add = |_: &ImportRow, outcome: OperationOutcome| {
            let row = open.next().map(|row| row as usize);
            let problem = row.and_then(|row| problems.get_mut(row));
            if let (Some(problem), Err(error)) = (problem, outcome) {
                *problem = Some(RowProblem::of(&error));
            }
        };
        let options = ImportOptions::default();
        let imported = self.links.import(owner, &mut rows, options, &mut add);
        imported.await?;
        Ok(problems.into_iter().collect())
    }

    /// Keeps the outcomes of the import; without any, nothing was imported and it may begin again.
    async fn finish(
        &self,
        id: ImportDraftId,
        outcomes: Option<RowOutcomes>,
    ) -> Result<(), StoreError> {
        let unit = self.ports.store.begin().await?;
        unit.import_drafts().finish(id, outcomes).await?;
        unit.commit().await
    }
}
