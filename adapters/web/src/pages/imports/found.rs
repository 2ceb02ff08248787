use korotko_core::id::ImportDraftId;
use korotko_core::import_draft::ImportDraft;

use crate::failure::Failure;
use crate::visit::Visit;

/// The path of a draft.
pub(super) fn path(id: ImportDraftId) -> String {
    format!("/app/links/import/{id}")
}

/// A draft of whoever is signed in.
pub(super) async fn find(visit: &Visit<'_>, id: &str) -> Result<ImportDraft, Failure> {
    let user = visit.require_user()?;
    let id = id.parse().map_err(|_| Failure::NoPage)?;
    let drafts = &visit.site.korotko.import_drafts;
    Ok(drafts.find(user.id, ImportDraftId(id)).await?)
}
