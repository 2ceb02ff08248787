use std::sync::Arc;

use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{ImportDraftId, UserId};
use crate::import_draft::{ImportDraft, RowOutcomes};

/// A draft of an import to insert; the store assigns the id. It is [`Kept`](crate::import_draft::DraftState::Kept), without a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertImportDraft {
    /// Who prepares the import.
    pub owner: UserId,
    /// The file.
    pub file: Arc<[u8]>,
    /// When the file was received.
    pub created_at: Timestamp,
}

/// The drafts of imports, one for each user, including those that are over and are not removed yet. A draft is removed with its owner.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ImportDraftRepository: Send + Sync {
    /// The draft with this id.
    async fn find_by_id(&self, id: ImportDraftId) -> Result<Option<ImportDraft>, StoreError>;

    /// Inserts a draft, and returns its id. MUST return [`StoreError::Missing`] when the owner does not exist, and
    /// [`StoreError::Conflict`] when they have a draft. MUST NOT reuse an id.
    async fn insert(&self, draft: &InsertImportDraft) -> Result<ImportDraftId, StoreError>;

    /// Keeps the layout and the outcomes of a dry run, and returns `true`. MUST change nothing when the draft does not exist or its
    /// import [has begun](crate::import_draft::DraftState::has_begun).
    async fn record_dry_run(
        &self,
        id: ImportDraftId,
        layout: &str,
        outcomes: &RowOutcomes,
    ) -> Result<bool, StoreError>;

    /// Begins the import of a draft that was tried, and returns `true`. Of several concurrent calls, one MUST begin it.
    async fn claim(&self, id: ImportDraftId) -> Result<bool, StoreError>;

    /// Ends an import that has begun: with outcomes it is over, without any the draft is as it was after its dry run. A draft that does
    /// not exist is no error.
    async fn finish(
        &self,
        id: ImportDraftId,
        outcomes: Option<RowOutcomes>,
    ) -> Result<(), StoreError>;

    /// Removes the draft of a user, if they have one.
    async fn delete_by_owner(&self, owner: UserId) -> Result<(), StoreError>;

    /// Removes up to `limit` drafts that were created at or before `until`; returns how many.
    async fn delete_expired(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
