use super::{Share, ShareSubject, Shares};
use crate::find::FindError;
use crate::id::{ShareId, UserId};
use crate::page::Page;
use crate::ports::{Repositories, StoreError};

impl Shares {
    /// The share of a link or collection of `owner`, if it is shared.
    #[tracing::instrument(name = "shares.find", skip_all)]
    pub async fn find(
        &self,
        owner: UserId,
        subject: ShareSubject,
    ) -> Result<Option<Share>, FindError> {
        let store = &self.ports.store;
        refuse_foreign(&store.repositories(), owner, subject).await?;
        Ok(store.shares().find_by_subject(subject).await?)
    }

    /// Up to `limit` shares of `owner`, newest first, after the cursor `after`. Those of links in the trash are among them.
    #[tracing::instrument(name = "shares.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        after: Option<ShareId>,
        limit: u32,
    ) -> Result<Page<Share, ShareId>, StoreError> {
        let shares = self.ports.store.shares();
        let found = shares.list(owner, after, limit.saturating_add(1)).await?;
        Ok(Page::split(found, limit, |share| share.id))
    }
}

/// Refuses what this user does not have.
pub(super) async fn refuse_foreign(
    repositories: &Repositories<'_>,
    owner: UserId,
    subject: ShareSubject,
) -> Result<(), FindError> {
    match subject {
        ShareSubject::Link(id) => {
            let found = repositories.links.find_by_id(id).await?;
            let owned = found.filter(|link| link.belongs_to(owner));
            owned.map(drop).ok_or(FindError::NotFound("link"))
        }
        ShareSubject::Collection(id) => {
            let found = repositories.collections.find_by_id(id).await?;
            let owned = found.filter(|collection| collection.owner == owner);
            owned.map(drop).ok_or(FindError::NotFound("collection"))
        }
    }
}
