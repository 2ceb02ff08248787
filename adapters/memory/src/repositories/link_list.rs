use std::cmp::Ordering;

use korotko_core::link::{Link, SearchText, Tag, searchable_text};
use korotko_core::ports::{
    LinkCursor, LinkQuery, LinkScan, LinkSort, LinkSortKey, Membership, StoreError,
};

use crate::state::State;

impl State {
    /// The links that match `query`, found by examining all links of the owner, which is fast in memory.
    pub(crate) fn list_links(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        let after = query.after.as_ref();
        if after.is_some_and(|cursor| cursor.key() != query.sort.key) {
            let message = "the cursor belongs to a list in another order";
            return Err(StoreError::internal(message));
        }
        let found = self.links.owned_by(query.owner);
        let mut found: Vec<&Link> = found
            .filter(|link| self.matches(link, query))
            .filter(|link| after.is_none_or(|cursor| comes_after(link, cursor, query.sort)))
            .collect();
        found.sort_unstable_by(|a, b| directed(compare(a, b, query.sort.key), query.sort));
        found.truncate(query.limit as usize);
        Ok(found.into_iter().cloned().collect())
    }

    /// The links of all users that match `scan`.
    pub(crate) fn scan_links(&self, scan: &LinkScan) -> Vec<Link> {
        let matches = |link: &&Link| {
            link.deleted_at.is_none()
                && !self.imports.has_link(link.id)
                && scan.after.is_none_or(|after| link.id < after)
                && scan.owner.is_none_or(|owner| link.owner == Some(owner))
                && (!scan.anonymous || link.owner.is_none())
                && scan.text.as_ref().is_none_or(|text| mentions(link, text))
        };
        let newest_first = self.links.all().rev().filter(matches);
        newest_first.take(scan.limit as usize).cloned().collect()
    }

    fn matches(&self, link: &Link, query: &LinkQuery) -> bool {
        let is_in = |collection| {
            let link = link.id;
            self.memberships.contains(Membership { collection, link })
        };
        !self.imports.has_link(link.id)
            && query.state.admits(link)
            && query
                .created_from
                .is_none_or(|from| link.created_at >= from)
            && query.created_until.is_none_or(|end| link.created_at < end)
            && query.collection.is_none_or(is_in)
            && query.tag.as_ref().is_none_or(|tag| has_tag(link, tag))
            && query.text.as_ref().is_none_or(|text| has_text(link, text))
    }
}

fn has_tag(link: &Link, tag: &Tag) -> bool {
    let folded = tag.folded();
    let mut tags = link.tags.as_slice().iter();
    tags.any(|tag| tag.folded() == folded)
}

fn has_text(link: &Link, text: &SearchText) -> bool {
    let searchable = searchable_text(&link.target, &link.slug, link.title.as_ref(), &link.tags);
    searchable.contains(text.as_str())
}

/// Links without an owner have no searchable text.
fn mentions(link: &Link, text: &SearchText) -> bool {
    let contains = |part: &str| part.to_lowercase().contains(text.as_str());
    match link.owner {
        Some(_) => has_text(link, text),
        None => contains(link.target.as_str()) || contains(link.slug.as_str()),
    }
}

fn compare(a: &Link, b: &Link, key: LinkSortKey) -> Ordering {
    let by_key = match key {
        LinkSortKey::Created => a.created_at.cmp(&b.created_at),
        LinkSortKey::Slug => a.slug.cmp(&b.slug),
        LinkSortKey::Clicks => clicks(a).cmp(&clicks(b)),
    };
    by_key.then(a.id.cmp(&b.id))
}

fn clicks(link: &Link) -> u64 {
    link.clicks.counts.clicks()
}

fn comes_after(link: &Link, cursor: &LinkCursor, sort: LinkSort) -> bool {
    let order = match cursor {
        LinkCursor::Created(at, id) => link.created_at.cmp(at).then(link.id.cmp(id)),
        LinkCursor::Slug(slug, id) => link.slug.cmp(slug).then(link.id.cmp(id)),
        LinkCursor::Clicks(number, id) => clicks(link).cmp(number).then(link.id.cmp(id)),
    };
    directed(order, sort) == Ordering::Greater
}

fn directed(order: Ordering, sort: LinkSort) -> Ordering {
    if sort.descending {
        order.reverse()
    } else {
        order
    }
}
