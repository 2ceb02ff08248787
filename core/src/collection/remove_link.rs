use super::{Collections, lock_collection};
use crate::fault::fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{Membership, StoreError};

/// Why a link was not removed from a collection.
#[derive(Debug, thiserror::Error)]
pub enum RemoveLinkError {
    /// The collection does not exist or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("collection not found")]
    NotFound,
    /// The link does not exist, is deleted, or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("link not found")]
    NoLink,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// Removes a link of `owner` from one of their collections; does nothing if it is not in it.
    #[tracing::instrument(name = "collections.remove_link", skip_all)]
    pub async fn remove_link(
        &self,
        owner: UserId,
        id: CollectionId,
        link: LinkId,
    ) -> Result<(), RemoveLinkError> {
        let unit = self.ports.store.begin().await?;
        let locked = lock_collection(&*unit, owner, id).await?;
        locked.ok_or(RemoveLinkError::NotFound)?;
        let found = unit.links().find_by_id(link).await?;
        let owned = found.filter(|link| link.belongs_to(owner));
        let link = owned.ok_or(RemoveLinkError::NoLink)?.id;
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
    violations: [],
    variants: [NotFound => NotFound "not-found", NoLink => NotFound "not-found"],
    transparent: [Store],
});
