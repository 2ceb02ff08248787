//! The expected result of [`LinkRepository::list`](korotko_core::ports::LinkRepository::list), found by examining all links.
#![warn(missing_docs)]

use std::cmp::Ordering;

use super::StoreFixture;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{Link, SearchText, searchable_text};
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey};

/// The links of a store, with all that lists depend on.
#[derive(Debug, Default)]
pub struct LinkModel {
    /// The links of all owners.
    pub links: Vec<Link>,
    /// The memberships of links in collections.
    pub members: Vec<(CollectionId, LinkId)>,
}

impl LinkModel {
    /// The store lists exactly what the model does.
    pub(super) async fn assert_listed(&self, fixture: &StoreFixture, query: &LinkQuery) {
        let listed = fixture.list_links(query).await;
        let expected = self.list(query);
        // Slugs first: long lists of links are hard to compare.
        let slugs = |links: &[&Link]| -> Vec<String> {
            let links = links.iter();
            links.map(|link| link.slug.to_string()).collect()
        };
        let listed: Vec<&Link> = listed.iter().collect();
        assert_eq!(slugs(&listed), slugs(&expected), "{query:?}");
        assert_eq!(listed, expected, "{query:?}");
    }

    /// The list, computed naively.
    #[must_use]
    pub fn list(&self, query: &LinkQuery) -> Vec<&Link> {
        let (sort, key) = (query.sort, query.sort.key);
        let found = self.links.iter().filter(|link| self.has(link, query));
        let mut found: Vec<_> = found.map(|link| (cursor_of(link, key), link)).collect();
        found.sort_by(|(a, _), (b, _)| compare(a, b, sort));
        if let Some(cursor) = &query.after {
            found.retain(|(position, _)| comes_after(position, cursor, sort));
        }
        let found = found.into_iter().map(|(_, link)| link);
        found.take(usize::try_from(query.limit).unwrap()).collect()
    }

    /// Whether the link passes the filters.
    fn has(&self, link: &Link, query: &LinkQuery) -> bool {
        let contains = |text: &SearchText| {
            let title = link.title.as_ref();
            searchable_text(&link.target, &link.slug, title, &link.tags).contains(text.as_str())
        };
        let tags = link.tags.as_slice();
        link.owner == Some(query.owner)
            && query.state.admits(link)
            && query.text.as_ref().is_none_or(contains)
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

/// The position of a link in a list by `key`.
#[must_use]
pub fn cursor_of(link: &Link, key: LinkSortKey) -> LinkCursor {
    match key {
        LinkSortKey::Created => LinkCursor::Created(link.created_at, link.id),
        LinkSortKey::Slug => LinkCursor::Slug(link.slug.clone(), link.id),
        LinkSortKey::Clicks => LinkCursor::Clicks(link.clicks.counts.clicks(), link.id),
    }
}

/// Whether `position` comes after `other` in this order.
pub(super) fn comes_after(position: &LinkCursor, other: &LinkCursor, sort: LinkSort) -> bool {
    compare(position, other, sort) == Ordering::Greater
}

fn compare(position: &LinkCursor, other: &LinkCursor, sort: LinkSort) -> Ordering {
    let ascending = match (position, other) {
        (LinkCursor::Created(a, id), LinkCursor::Created(b, other)) => (a, id).cmp(&(b, other)),
        (LinkCursor::Slug(a, id), LinkCursor::Slug(b, other)) => (a, id).cmp(&(b, other)),
        (LinkCursor::Clicks(a, id), LinkCursor::Clicks(b, other)) => (a, id).cmp(&(b, other)),
        _ => panic!("two positions of one order"),
    };
    if sort.descending {
        ascending.reverse()
    } else {
        ascending
    }
}
