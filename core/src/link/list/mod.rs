//! The links of an owner: page by page, searched, or all of them.

mod export;
mod search;

pub use export::ExportedLink;
pub use search::{SearchText, searchable_text};

use super::{Link, LinkState, Links, TRASH_LIFETIME, Tag};
use crate::fault::{Violations, fault};
use crate::id::{CollectionId, UserId};
use crate::page::Page;
use crate::ports::{
    LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter, StoreError, Timestamp,
};

/// Which links somebody wants to see, as it came. By default all but deleted ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Only those in whose target, code, title or a tag this stands, whatever the case.
    pub text: Option<String>,
    /// Only those with this tag, whatever the case.
    pub tag: Option<String>,
    /// Only those in this set.
    pub collection: Option<CollectionId>,
    /// Only those in this state; the deleted ones are those in the trash.
    pub state: Option<LinkState>,
    /// Only those made at this moment or later.
    pub created_from: Option<Timestamp>,
    /// Only those made before this moment.
    pub created_until: Option<Timestamp>,
}

/// Some of a user's links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    /// The links.
    pub items: Vec<Link>,
    /// The place behind which the next page begins; `None` on the last page.
    pub next: Option<LinkCursor>,
    /// The moment at which the page was made, and at which the links are in their states.
    pub at: Timestamp,
}

/// Why links are not listed.
#[derive(Debug, thiserror::Error)]
pub enum ListLinksError {
    /// A filter breaks a rule.
    #[error("the links cannot be listed as asked")]
    Invalid(Violations),
    /// There is no such set, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NoCollection,
    /// The store works on it for longer than it may.
    #[error(
        "finding these links takes too long; narrow the search by a longer text, a tag, a collection or a time"
    )]
    TooBroad,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Up to `limit` links of `owner` that pass `filter`, in the order of `sort`, from behind `after` on. Whoever goes from
    /// page to page sees each link that stood throughout exactly once, whatever comes and goes meanwhile.
    #[tracing::instrument(name = "links.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        filter: &LinkFilter,
        sort: LinkSort,
        after: Option<LinkCursor>,
        limit: u32,
    ) -> Result<LinkPage, ListLinksError> {
        let now = self.ports.clock.now();
        let mut query = parse(owner, filter, now).map_err(ListLinksError::Invalid)?;
        if after.as_ref().is_some_and(|place| place.key() != sort.key) {
            let message = "is not a place in a list of this order";
            return Err(ListLinksError::Invalid(Violations::new("after", message)));
        }
        if let Some(id) = filter.collection {
            let found = self.ports.store.collections().find_by_id(id).await?;
            found
                .filter(|collection| collection.owner == owner)
                .ok_or(ListLinksError::NoCollection)?;
        }
        query.sort = sort;
        query.after = after;
        query.limit = limit.saturating_add(1);
        let found = self.ports.store.links().list(&query).await;
        let found = found.map_err(|error| match error {
            StoreError::TooSlow(_) => ListLinksError::TooBroad,
            error => error.into(),
        })?;
        let Page { items, next } = Page::split(found, limit, |link| place(link, sort.key));
        Ok(LinkPage {
            items,
            next,
            at: now,
        })
    }
}

/// The place of a link in a list by `key`.
fn place(link: &Link, key: LinkSortKey) -> LinkCursor {
    match key {
        LinkSortKey::Created => LinkCursor::Created(link.created_at, link.id),
        LinkSortKey::Slug => LinkCursor::Slug(link.slug.clone(), link.id),
        LinkSortKey::Clicks => LinkCursor::Clicks(link.clicks.counts.clicks(), link.id),
    }
}

fn parse(owner: UserId, filter: &LinkFilter, now: Timestamp) -> Result<LinkQuery, Violations> {
    let mut broken = Violations::default();
    let text = filter.text.as_deref().map(SearchText::parse).transpose();
    let text = broken.check("q", text);
    let tag = filter.tag.as_deref().map(Tag::parse).transpose();
    let tag = broken.check("tag", tag);
    let (text, tag) = text.zip(tag).ok_or(broken)?;
    Ok(LinkQuery {
        text,
        tag,
        collection: filter.collection,
        state: match filter.state {
            None => LinkStateFilter::NotDeleted,
            Some(LinkState::Live) => LinkStateFilter::LiveAt(now),
            Some(LinkState::Expired) => LinkStateFilter::ExpiredAt(now),
            Some(LinkState::Exhausted) => LinkStateFilter::Exhausted,
            Some(LinkState::Disabled) => LinkStateFilter::Disabled,
            Some(LinkState::Blocked) => LinkStateFilter::Blocked,
            Some(LinkState::Deleted) => LinkStateFilter::DeletedAfter(now - TRASH_LIFETIME),
        },
        created_from: filter.created_from,
        created_until: filter.created_until,
        ..LinkQuery::for_owner(owner, 0)
    })
}

fault!(ListLinksError {
    broken_rules: [Invalid => "invalid"],
    own: [
        NoCollection => NotFound "not-found",
        TooBroad => TooBroad "search-too-broad"
    ],
    passed_on: [Store],
});
