//! What [`LinkRepository::list`](korotko_core::ports::LinkRepository::list) must answer, found by going through all links one by one.

use std::cmp::Ordering;

use super::StoreFixture;
use super::given_links::ids;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::Link;
use korotko_core::ports::{LinkCursor, LinkQuery, LinkSort, LinkSortKey};

/// The links that a store has, with all that a list goes by.
#[derive(Default)]
pub(super) struct LinkModel {
    pub(super) links: Vec<Link>,
    pub(super) members: Vec<(CollectionId, LinkId)>,
}

impl LinkModel {
    /// The store lists just what the model does.
    pub(super) async fn assert_listed(&self, fixture: &StoreFixture, query: &LinkQuery) {
        let listed = fixture.list_links(query).await;
        let expected = self.list(query);
        // Ids first: of many links they are easier to compare.
        assert_eq!(ids(&listed), ids(&expected), "{query:?}");
        assert_eq!(listed, expected, "{query:?}");
    }

    fn list(&self, query: &LinkQuery) -> Vec<Link> {
        let found = self.links.iter().filter(|link| self.has(link, query));
        let mut found: Vec<Link> = found.cloned().collect();
        let key = query.sort.key;
        found.sort_by(|a, b| compare(&place(a, key), &place(b, key), query.sort));
        if let Some(cursor) = &query.after {
            found.retain(|link| comes_after(&place(link, key), cursor, query.sort));
        }
        found.truncate(usize::try_from(query.limit).unwrap());
        found
    }

    /// Whether the filters leave this link. A text is looked for in titles alone.
    fn has(&self, link: &Link, query: &LinkQuery) -> bool {
        let titled = |text: &str| {
            let title = link.title.as_ref();
            title.is_some_and(|title| title.as_str().to_lowercase().contains(text))
        };
        let tags = link.tags.as_slice();
        link.owner == Some(query.owner)
            && query.state.admits(link)
            && query.text.as_ref().is_none_or(|text| titled(text.as_str()))
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
pub(super) fn place(link: &Link, key: LinkSortKey) -> LinkCursor {
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
