use super::ImportDrafts;
use crate::find::FindError;
use crate::id::{ImportDraftId, UserId};

impl ImportDrafts {
    /// Forgets a draft of `owner`. What was imported stays.
    #[tracing::instrument(name = "import_drafts.discard", skip_all)]
    pub async fn discard(&self, owner: UserId, id: ImportDraftId) -> Result<(), FindError> {
        // An account has one.
        self.find(owner, id).await?;
        let unit = self.ports.store.begin().await?;
        unit.import_drafts().delete_by_owner(owner).await?;
        unit.commit().await?;
        Ok(())
    }
}
