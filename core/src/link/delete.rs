use super::Links;
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::StoreError;
use crate::revision::Expected;

/// Why a link is not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteLinkError {
    /// There is none of this id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NotFound,
    /// It was changed since it was read.
    #[error("the link was changed meanwhile; read it again")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Puts a link of `owner` into the trash, if it is at the expected revision. Its row stays, so that the code answers "gone".
    #[tracing::instrument(name = "links.delete", skip_all)]
    pub async fn delete(
        &self,
        owner: UserId,
        id: LinkId,
        expected: &Expected,
    ) -> Result<(), DeleteLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let held = unit.links().find_for_update(id).await?;
        let mut link = held
            .filter(|link| link.is_kept_by(owner))
            .ok_or(DeleteLinkError::NotFound)?;
        if !expected.admits(link.revision) {
            return Err(DeleteLinkError::Stale);
        }
        link.delete(now);
        unit.links().update(&link).await?;
        unit.commit().await?;
        self.ports.routes.forget(link.namespace, &link.slug);
        Ok(())
    }
}

fault!(DeleteLinkError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found", Stale => Stale "stale"],
    passed_on: [Store],
});
