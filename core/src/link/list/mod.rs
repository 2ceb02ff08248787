//! The links of an owner: paged, searched, or exported.

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

/// Which links to list, as received. By default all that are not deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFilter {
    /// Only those whose target, slug, title or tags contain this text, case-insensitively.
    pub text: Option<String>,
    /// Only those with this tag, case-insensitively.
    pub tag: Option<String>,
    /// Only those in this collection.
    pub collection: Option<CollectionId>,
    /// Only those in this state; deleted links are those in the trash.
    pub state: Option<LinkState>,
    /// Only those created at or after this time.
    pub created_from: Option<Timestamp>,
    /// Only those created before this time.
    pub created_until: Option<Timestamp>,
}

/// A page of a user's links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPage {
    /// The links.
    pub items: Vec<Link>,
    /// The cursor of the next page; `None` on the last page.
    pub next: Option<LinkCursor>,
    /// The time of the page, at which the states of its links are given.
    pub at: Timestamp,
}

/// Why links were not listed.
#[derive(Debug, thiserror::Error)]
pub enum ListLinksError {
    /// A filter violates a rule.
    #[error("the list filter is invalid")]
    Invalid(Violations),
    /// The collection does not exist or belongs to another user. Deliberately the same error, so that existence is not
    /// revealed.
    #[error("collection not found")]
    NoCollection,
    /// The store took too long.
    #[error(
        "the search takes too long; narrow it with a longer text, a tag, a collection or a time range"
    )]
    TooBroad,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// Up to `limit` links of `owner` that match `filter`, in the order of `sort`, after the cursor `after`. A client that
    /// follows the pages sees each link that exists throughout exactly once, whatever is created or deleted concurrently.
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
        if after
            .as_ref()
            .is_some_and(|cursor| cursor.key() != sort.key)
        {
            let message = "is not a cursor of a list in this order";
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
        let Page { items, next } = Page::split(found, limit, |link| cursor(link, sort.key));
        Ok(LinkPage {
            items,
            next,
            at: now,
        })
    }
}

/// The cursor of a link in a list by `key`.
fn cursor(link: &Link, key: LinkSortKey) -> LinkCursor {
    match key {
        LinkSortKey::Created => LinkCursor::Created(link.created_at, link.id),
        LinkSortKey::Slug => LinkCursor::Slug(link.slug.clone(), link.id),
        LinkSortKey::Clicks => LinkCursor::Clicks(link.clicks.counts.clicks(), link.id),
    }
}

fn parse(owner: UserId, filter: &LinkFilter, now: Timestamp) -> Result<LinkQuery, Violations> {
    let mut violations = Violations::default();
    let text = filter.text.as_deref().map(SearchText::parse).transpose();
    let text = violations.check("q", text);
    let tag = filter.tag.as_deref().map(Tag::parse).transpose();
    let tag = violations.check("tag", tag);
    let (text, tag) = text.zip(tag).ok_or(violations)?;
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
    violations: [Invalid => "invalid"],
    variants: [
        NoCollection => NotFound "not-found",
        TooBroad => TooBroad "search-too-broad"
    ],
    transparent: [Store],
});
