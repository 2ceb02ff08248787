use super::{Collections, hold};
use crate::fault::fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{Membership, StoreError};

/// Why a link is not taken out of a set.
#[derive(Debug, thiserror::Error)]
pub enum RemoveLinkError {
    /// There is no set of this id, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NotFound,
    /// There is no link of this id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NoLink,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// Takes a link of `owner` out of a set of theirs; one that is not in it stays out.
    #[tracing::instrument(name = "collections.remove_link", skip_all)]
    pub async fn remove_link(
        &self,
        owner: UserId,
        id: CollectionId,
        link: LinkId,
    ) -> Result<(), RemoveLinkError> {
        let unit = self.ports.store.begin().await?;
        let held = hold(&*unit, owner, id).await?;
        held.ok_or(RemoveLinkError::NotFound)?;
        let found = unit.links().find_by_id(link).await?;
        let kept = found.filter(|link| link.is_kept_by(owner));
        let link = kept.ok_or(RemoveLinkError::NoLink)?.id;
        let membership = Membership {
            collection: id,
            link,
        };
        unit.memberships().delete(membership).await?;
        unit.commit().await?;
        Ok(())
    }
}

fault!(RemoveLinkError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found", NoLink => NotFound "not-found"],
    passed_on: [Store],
});
