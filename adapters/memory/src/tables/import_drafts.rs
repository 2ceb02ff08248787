use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{DraftState, ImportDraft, RowOutcomes};
use korotko_core::ports::{InsertImportDraft, StoreError, Timestamp};

use super::Table;

/// The drafts of imports.
#[derive(Debug, Clone, Default)]
pub(crate) struct ImportDraftTable(Table<ImportDraftId, ImportDraft>);

impl ImportDraftTable {
    pub(crate) fn find(&self, id: ImportDraftId) -> Option<&ImportDraft> {
        self.0.get(id)
    }

    pub(crate) fn insert(&mut self, new: &InsertImportDraft) -> Result<ImportDraftId, StoreError> {
        if self.0.rows().any(|draft| draft.owner == new.owner) {
            return Err(StoreError::Conflict);
        }
        let id = ImportDraftId(self.0.next_id());
        let draft = ImportDraft {
            id,
            owner: new.owner,
            file: new.file.clone(),
            layout: None,
            outcomes: None,
            state: DraftState::Kept,
            created_at: new.created_at,
        };
        self.0.put(id, draft);
        Ok(id)
    }

    pub(crate) fn record_dry_run(
        &mut self,
        id: ImportDraftId,
        layout: &str,
        outcomes: &RowOutcomes,
    ) -> bool {
        let found = self.0.get_mut(id);
        let Some(draft) = found.filter(|draft| !draft.state.has_begun()) else {
            return false;
        };
        draft.layout = Some(layout.to_owned());
        draft.outcomes = Some(outcomes.clone());
        draft.state = DraftState::Tried;
        true
    }

    pub(crate) fn claim(&mut self, id: ImportDraftId) -> bool {
        let found = self.0.get_mut(id);
        let Some(draft) = found.filter(|draft| draft.state == DraftState::Tried) else {
            return false;
        };
        draft.state = DraftState::Importing;
        true
    }

    pub(crate) fn finish(&mut self, id: ImportDraftId, outcomes: Option<RowOutcomes>) {
        let found = self.0.get_mut(id);
        let Some(draft) = found.filter(|draft| draft.state == DraftState::Importing) else {
            return;
        };
        if outcomes.is_some() {
            draft.outcomes = outcomes;
            draft.state = DraftState::Imported;
        } else {
            draft.state = DraftState::Tried;
        }
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        self.0.remove_some(usize::MAX, |draft| draft.owner == owner);
    }

    pub(crate) fn delete_expired(&mut self, until: Timestamp, limit: usize) -> u64 {
        self.0.remove_some(limit, |draft| draft.created_at <= until)
    }
}
