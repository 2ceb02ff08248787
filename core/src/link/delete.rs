use super::{Link, Links};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::{Change, StoreError, Timestamp};
use crate::revision::ExpectedRevision;

/// Why a link was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteLinkError {
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NotFound,
    /// The link has changed since it was read.
    #[error("the link has changed since you read it; read it again")]
    Stale,
    /// The operator blocked the link, so that nothing else may take its slug.
    #[error("this link is blocked by the operator and cannot be deleted")]
    Blocked,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Moves a link of `owner` to the trash, if it is at the expected revision. The row stays, so that the slug answers "gone".
    #[tracing::instrument(name = "links.delete", skip_all)]
    pub async fn delete(
        &self,
        owner: UserId,
        id: LinkId,
        expected: &ExpectedRevision,
    ) -> Result<(), DeleteLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        // First, as when links are created and restored: deleting changes the owner's number of links.
        let known = unit.users().find_for_update(owner).await?;
        known.ok_or(DeleteLinkError::NotFound)?;
        let locked = unit.links().find_for_update(id).await?;
        let link = locked
            .filter(|link| link.belongs_to(owner))
            .ok_or(DeleteLinkError::NotFound)?;
        let link = deleted(&link, expected, now)?;
        unit.links().update(&link).await?;
        unit.news().announce(&[Change::of(&link)]).await?;
        unit.commit().await?;
        self.forget_route(&link);
        Ok(())
    }
}

/// The link as it is in the trash.
pub(super) fn deleted(
    link: &Link,
    expected: &ExpectedRevision,
    now: Timestamp,
) -> Result<Link, DeleteLinkError> {
    if !expected.admits(link.revision) {
        return Err(DeleteLinkError::Stale);
    }
    if link.is_blocked_by_operator() {
        return Err(DeleteLinkError::Blocked);
    }
    let mut deleted = link.clone();
    deleted.delete(now);
    Ok(deleted)
}

fault!(DeleteLinkError {
    violations: [],
    variants: [
        NotFound => NotFound "not-found",
        Stale => Stale "precondition-failed",
        Blocked => Conflict "blocked-by-operator"],
    transparent: [Store],
});
