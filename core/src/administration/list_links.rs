use std::collections::HashMap;

use super::Administration;
use super::list::{ListError, parse_text};
use crate::find::FindError;
use crate::id::{LinkId, UserId};
use crate::link::{Link, LinkState};
use crate::page::Page;
use crate::ports::{LinkScan, StoreError, Timestamp};
use crate::user::User;

/// Which links to list, as received. By default all that are not deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkListing {
    /// Only those whose target or slug contains this text, case-insensitively, or title or tags if they have an owner. A share URL
    /// finds its link alone.
    pub text: Option<String>,
    /// Only those of this user.
    pub owner: Option<UserId>,
    /// Only those without an owner.
    pub anonymous: bool,
}

/// A link with its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// The link.
    pub link: Link,
    /// Its owner, if it has one.
    pub owner: Option<User>,
    /// Its state when it was found: that of a live link is "disabled" if the links of its owner are.
    pub state: LinkState,
}

impl FoundLink {
    fn new(link: Link, owner: Option<User>, now: Timestamp) -> Self {
        let disabled = owner.as_ref().is_some_and(|owner| owner.links_disabled);
        let state = link.state(now);
        let state = if disabled {
            state.max(LinkState::Disabled)
        } else {
            state
        };
        Self { link, owner, state }
    }
}

impl Administration {
    /// Up to `limit` links of all users that match `listing`, newest first, after the cursor `after`.
    #[tracing::instrument(name = "administration.list_links", skip_all)]
    pub async fn list_links(
        &self,
        listing: &LinkListing,
        after: Option<LinkId>,
        limit: u32,
    ) -> Result<Page<FoundLink, LinkId>, ListError> {
        let text = parse_text(listing.text.as_deref())?;
        let shared = listing.text.as_deref();
        let shared = shared.and_then(|text| self.links.shared(text));
        let found = if let Some((namespace, slug)) = shared {
            let route = self.ports.route_finder.find_route(namespace, &slug).await?;
            let link = route.map(|route| route.link);
            self.only(link, listing, after).await?
        } else {
            let scan = LinkScan {
                text,
                owner: listing.owner,
                anonymous: listing.anonymous,
                after,
                limit: limit.saturating_add(1),
            };
            self.ports.store.links().scan(&scan).await?
        };
        let Page { items, next } = Page::split(found, limit, |link| link.id);
        let items = self.with_owners(items).await?;
        Ok(Page { items, next })
    }

    /// Any link, deleted or not.
    #[tracing::instrument(name = "administration.read_link", skip_all)]
    pub async fn read_link(&self, id: LinkId) -> Result<FoundLink, FindError> {
        let found = self.ports.store.links().find_by_id(id).await?;
        let link = found.ok_or(FindError::NotFound("link"))?;
        let found = self.with_owners(vec![link]).await?.pop();
        found.ok_or(FindError::NotFound("link"))
    }

    /// This link alone, if it matches the other filters.
    async fn only(
        &self,
        id: Option<LinkId>,
        listing: &LinkListing,
        after: Option<LinkId>,
    ) -> Result<Vec<Link>, StoreError> {
        let Some(id) = id.filter(|id| after.is_none_or(|after| *id < after)) else {
            return Ok(Vec::new());
        };
        let found = self.ports.store.links().find_by_id(id).await?;
        let matches = |link: &Link| {
            link.deleted_at.is_none()
                && listing.owner.is_none_or(|owner| link.owner == Some(owner))
                && (!listing.anonymous || link.owner.is_none())
        };
        Ok(found.filter(matches).into_iter().collect())
    }

    pub(super) async fn with_owners(&self, links: Vec<Link>) -> Result<Vec<FoundLink>, StoreError> {
        let now = self.ports.clock.now();
        let owners = links.iter().filter_map(|link| link.owner);
        let owners = self.users_by_id(owners.collect()).await?;
        let links = links.into_iter().map(|link| {
            let owner = link.owner.and_then(|owner| owners.get(&owner).cloned());
            FoundLink::new(link, owner, now)
        });
        Ok(links.collect())
    }

    /// Those of these users who exist.
    pub(super) async fn users_by_id(
        &self,
        mut ids: Vec<UserId>,
    ) -> Result<HashMap<UserId, User>, StoreError> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let found = self.ports.store.user_directory().find_all(&ids).await?;
        Ok(found.into_iter().map(|user| (user.id, user)).collect())
    }
}
