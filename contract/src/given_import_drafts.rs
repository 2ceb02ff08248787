//! The building blocks of the checks of drafts of imports.

use super::StoreFixture;
use super::given::{moment, write};
use korotko_core::id::{ImportDraftId, UserId};
use korotko_core::import_draft::{ImportDraft, RowOutcomes, RowProblem};
use korotko_core::ports::{InsertImportDraft, Timestamp};

/// A file with any bytes.
pub(super) fn new_import_draft(owner: UserId) -> InsertImportDraft {
    InsertImportDraft {
        owner,
        file: b"\x00\xff\"'\r\nhttps://example.com/\xd0\xb6".as_slice().into(),
        created_at: moment(0),
    }
}

/// The outcomes of three rows, of which the second has a problem.
pub(super) fn some_outcomes() -> RowOutcomes {
    RowOutcomes::from_iter([None, Some(RowProblem::link_exists()), None])
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_import_draft(&self, draft: &InsertImportDraft) -> ImportDraft {
        let id = write(self, async |unit| unit.import_drafts().insert(draft).await).await;
        self.find_import_draft(id).await.unwrap()
    }

    pub(super) async fn find_import_draft(&self, id: ImportDraftId) -> Option<ImportDraft> {
        self.store.import_drafts().find_by_id(id).await.unwrap()
    }

    pub(super) async fn record_dry_run(&self, id: ImportDraftId, outcomes: &RowOutcomes) -> bool {
        write(self, async |unit| {
            let drafts = unit.import_drafts();
            drafts.record_dry_run(id, "url=1 slug=0", outcomes).await
        })
        .await
    }

    pub(super) async fn claim_import(&self, id: ImportDraftId) -> bool {
        write(self, async |unit| unit.import_drafts().claim(id).await).await
    }

    pub(super) async fn finish_import(&self, id: ImportDraftId, outcomes: Option<RowOutcomes>) {
        write(self, async |unit| {
            unit.import_drafts().finish(id, outcomes.clone()).await
        })
        .await;
    }

    pub(super) async fn delete_import_draft_of(&self, owner: UserId) {
        write(self, async |unit| {
            unit.import_drafts().delete_by_owner(owner).await
        })
        .await;
    }

    pub(super) async fn delete_import_drafts(&self, until: Timestamp, limit: u64) -> u64 {
        write(self, async |unit| {
            unit.import_drafts().delete_expired(until, limit).await
        })
        .await
    }
}
