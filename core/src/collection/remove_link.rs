use super::{Collections, FindCollectionError, hold};
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::Membership;

impl Collections {
    /// Takes a link of `owner` out of a set of theirs; one that is not in it stays out.
    #[tracing::instrument(name = "collections.remove_link", skip_all)]
    pub async fn remove_link(
        &self,
        owner: UserId,
        id: CollectionId,
        link: LinkId,
    ) -> Result<(), FindCollectionError> {
        let unit = self.ports.store.begin().await?;
        let held = hold(&*unit, owner, id).await?;
        held.ok_or(FindCollectionError::NotFound)?;
        let found = unit.links().find_by_id(link).await?;
        let kept = found.filter(|link| link.is_kept_by(owner));
        let link = kept.ok_or(FindCollectionError::NotFound)?.id;
        let membership = Membership {
            collection: id,
            link,
        };
        unit.memberships().delete(membership).await?;
        unit.commit().await?;
        Ok(())
    }
}
