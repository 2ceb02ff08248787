use super::{Collection, Collections};
use crate::id::{CollectionId, LinkId, UserId};
use crate::page::Page;
use crate::ports::{CollectionQuery, StoreError};

impl Collections {
    /// Up to `limit` collections of `owner`, newest first, after the cursor `after`; with `link`, only those that contain it.
    #[tracing::instrument(name = "collections.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        link: Option<LinkId>,
        after: Option<CollectionId>,
        limit: u32,
    ) -> Result<Page<Collection, CollectionId>, StoreError> {
        let query = CollectionQuery {
            link,
            after,
            ..CollectionQuery::for_owner(owner, limit.saturating_add(1))
        };
        let found = self.ports.store.collections().list(&query).await?;
        Ok(Page::split(found, limit, |collection| collection.id))
    }
}
