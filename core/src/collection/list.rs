use super::{Collection, Collections};
use crate::id::{CollectionId, LinkId, UserId};
use crate::page::split;
use crate::ports::{CollectionQuery, StoreError};

/// Some of a user's sets, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionPage {
    /// The sets.
    pub items: Vec<Collection>,
    /// After which set the next page begins; `None` on the last page.
    pub next: Option<CollectionId>,
}

impl Collections {
    /// Up to `limit` sets of `owner`, newest first, from behind `after` on; with `link`, only those that it is in.
    #[tracing::instrument(name = "collections.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        link: Option<LinkId>,
        after: Option<CollectionId>,
        limit: u32,
    ) -> Result<CollectionPage, StoreError> {
        let query = CollectionQuery {
            link,
            after,
            ..CollectionQuery::of(owner, limit.saturating_add(1))
        };
        let found = self.ports.store.collections().list(&query).await?;
        let (items, next) = split(found, limit, |collection| collection.id);
        Ok(CollectionPage { items, next })
    }
}
