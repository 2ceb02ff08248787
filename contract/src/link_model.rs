//! What [`LinkRepository::list`](korotko_core::ports::LinkRepository::list) must answer, found by going through all links one by one.
#![warn(missing_docs)]

use std::cmp::Ordering;

use super::StoreFixture;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{Link, SearchText, searchable_text};
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey};

/// The links that a store has, with all that a list goes by.
#[derive(Debug, Default)]
pub struct LinkModel {
    /// The links, whoever has them.
    pub links: Vec<Link>,
    /// Which links are in which sets.
    pub members: Vec<(CollectionId, LinkId)>,
}

impl LinkModel {
    /// The store lists just what the model does.
    pub(super) async fn assert_listed(&self, fixture: &StoreFixture, query: &LinkQuery) {
        let listed = fixture.list_links(query).await;
        let expected = self.list(query);
        // Slugs first: of many links they are easier to compare.
        let slugs = |links: &[&Link]| -> Vec<String> {
            let links = links.iter();
            links.map(|link| link.slug.to_string()).collect()
        };
        let listed: Vec<&Link> = listed.iter().collect();
        assert_eq!(slugs(&listed), slugs(&expected), "{query:?}");
        assert_eq!(listed, expected, "{query:?}");
    }

    /// The list, worked out the long way.
    #[must_use]
    pub fn list(&self, query: &LinkQuery) -> Vec<&Link> {
        let (sort, key) = (query.sort, query.sort.key);
        let found = self.links.iter().filter(|link| self.has(link, query));
        let mut found: Vec<_> = found.map(|link| (place(link, key), link)).collect();
        found.sort_by(|(a, _), (b, _)| compare(a, b, sort));
        if let Some(cursor) = &query.after {
            found.retain(|(place, _)| comes_after(place, cursor, sort));
        }
        let found = found.into_iter().map(|(_, link)| link);
        found.take(usize::try_from(query.limit).unwrap()).collect()
    }

    /// Whether the filters leave this link.
    fn has(&self, link: &Link, query: &LinkQuery) -> bool {
        let says = |text: &SearchText| {
            let title = link.title.as_ref();
            searchable_text(&link.target, &link.slug, title, &link.tags).contains(text.as_str())
        };
        let tags = link.tags.as_slice();
        link.owner == Some(query.owner)
            && query.state.admits(link)
            && query.text.as_ref().is_none_or(says)
            && (query.tag.as_ref())
                .is_none_or(|tag| tags.iter().any(|t| t.folded() == tag.folded()))
            && (query.collection).is_none_or(|id| self.members.contains(&(id, link.id)))
            && query
                .created_from
                .is_none_or(|from| link.created_at >= from)
            && query
                .created_until
                .is_none_or(|until| link.created_at < until)
    }
}

/// The place of a link in a list by `key`.
#[must_use]
pub fn place(link: &Link, key: LinkSortKey) -> LinkCursor {
    match key {
        LinkSortKey::Created => LinkCursor::Created(link.created_at, link.id),
        LinkSortKey::Slug => LinkCursor::Slug(link.slug.clone(), link.id),
        LinkSortKey::Clicks => LinkCursor::Clicks(link.clicks.counts.clicks(), link.id),
    }
}

/// Whether `place` comes after `other` in this order.
pub(super) fn comes_after(place: &LinkCursor, other: &LinkCursor, sort: LinkSort) -> bool {
    compare(place, other, sort) == Ordering::Greater
}

fn compare(place: &LinkCursor, other: &LinkCursor, sort: LinkSort) -> Ordering {
    let rising = match (place, other) {
        (LinkCursor::Created(a, id), LinkCursor::Created(b, other)) => (a, id).cmp(&(b, other)),
        (LinkCursor::Slug(a, id), LinkCursor::Slug(b, other)) => (a, id).cmp(&(b, other)),
        (LinkCursor::Clicks(a, id), LinkCursor::Clicks(b, other)) => (a, id).cmp(&(b, other)),
        _ => panic!("two places of one order"),
    };
    if sort.descending {
        rising.reverse()
    } else {
        rising
    }
}
