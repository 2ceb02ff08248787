use super::{Link, Links};
use crate::id::{LinkId, UserId};
use crate::ports::{LinkQuery, StoreError};

/// Some of a user's links, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    /// The links.
    pub items: Vec<Link>,
    /// After which link the next page begins; `None` on the last page.
    pub next: Option<LinkId>,
}

impl Links {
    /// Up to `limit` live links of `owner`, newest first, from behind `after` on.
    #[tracing::instrument(name = "links.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        after: Option<LinkId>,
        limit: u32,
    ) -> Result<LinkPage, StoreError> {
        // One more than asked for tells whether there is a next page.
        let query = LinkQuery {
            owner,
            after,
            limit: limit.saturating_add(1),
        };
        let mut items = self.ports.store.links().list(&query).await?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = items.len() > wanted;
        items.truncate(wanted);
        let last = items.last().map(|link| link.id);
        Ok(LinkPage {
            items,
            next: last.filter(|_| more),
        })
    }
}
