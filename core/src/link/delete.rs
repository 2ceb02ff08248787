use super::{Link, Links};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::{StoreError, Timestamp};
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
        let link = held
            .filter(|link| link.is_kept_by(owner))
            .ok_or(DeleteLinkError::NotFound)?;
        let link = deleted(&link, expected, now)?;
        unit.links().update(&link).await?;
        unit.commit().await?;
        self.ports.route_finder.forget(link.namespace, &link.slug);
        Ok(())
    }
}

/// The link in the trash.
pub(super) fn deleted(
    link: &Link,
    expected: &Expected,
    now: Timestamp,
) -> Result<Link, DeleteLinkError> {
    if !expected.admits(link.revision) {
        return Err(DeleteLinkError::Stale);
    }
    let mut deleted = link.clone();
    deleted.delete(now);
    Ok(deleted)
}

fault!(DeleteLinkError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found", Stale => Stale "stale"],
    passed_on: [Store],
});
