use std::sync::Arc;

use super::{ImportDraftError, ImportDrafts};
use crate::id::{ImportDraftId, UserId};
use crate::ports::InsertImportDraft;
use crate::user::lock_owner;

impl ImportDrafts {
    /// Keeps a file that `owner` is about to import, in place of the one that they prepared before.
    #[tracing::instrument(name = "import_drafts.keep", skip_all)]
    pub async fn keep(
        &self,
        owner: UserId,
        file: Arc<[u8]>,
    ) -> Result<ImportDraftId, ImportDraftError> {
        let created_at = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        // So that an account has one draft, however many are sent at once.
        lock_owner(&*unit, owner).await?;
        unit.import_drafts().delete_by_owner(owner).await?;
        let insert = InsertImportDraft {
            owner,
            file,
            created_at,
        };
        let id = unit.import_drafts().insert(&insert).await?;
        unit.commit().await?;
        Ok(id)
    }
}
