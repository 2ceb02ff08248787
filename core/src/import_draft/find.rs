use super::{DRAFT_LIFETIME, ImportDraft, ImportDrafts};
use crate::find::FindError;
use crate::id::{ImportDraftId, UserId};

impl ImportDrafts {
    /// A draft of `owner`, while it is kept.
    #[tracing::instrument(name = "import_drafts.find", skip_all)]
    pub async fn find(&self, owner: UserId, id: ImportDraftId) -> Result<ImportDraft, FindError> {
        let since = self.ports.clock.now() - DRAFT_LIFETIME;
        let found = self.ports.store.import_drafts().find_by_id(id).await?;
        let kept = found.filter(|draft| draft.owner == owner && draft.created_at > since);
        kept.ok_or(FindError::NotFound("import"))
    }
}
