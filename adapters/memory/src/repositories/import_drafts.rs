use async_trait::async_trait;
use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{ImportDraft, RowOutcomes};
use korotko_core::ports::{ImportDraftRepository, InsertImportDraft, StoreError, Timestamp};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl ImportDraftRepository for Rows {
    async fn find_by_id(&self, id: ImportDraftId) -> Result<Option<ImportDraft>, StoreError> {
        self.read(|state| state.import_drafts.find(id).cloned())
    }

    async fn insert(&self, draft: &InsertImportDraft) -> Result<ImportDraftId, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(draft.owner))?;
            state.import_drafts.insert(draft)
        })
    }

    async fn record_dry_run(
        &self,
        id: ImportDraftId,
        layout: &str,
        outcomes: &RowOutcomes,
    ) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.import_drafts.record_dry_run(id, layout, outcomes)))
    }

    async fn claim(&self, id: ImportDraftId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.import_drafts.claim(id)))
    }

    async fn finish(
        &self,
        id: ImportDraftId,
        outcomes: Option<RowOutcomes>,
    ) -> Result<(), StoreError> {
        self.write(|state| {
            state.import_drafts.finish(id, outcomes);
            Ok(())
        })
    }

    async fn delete_by_owner(&self, owner: UserId) -> Result<(), StoreError> {
        self.write(|state| {
            state.import_drafts.delete_by_owner(owner);
            Ok(())
        })
    }

    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.import_drafts.delete_expired(until, some(limit))))
    }
}
