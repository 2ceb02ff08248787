use std::collections::BTreeSet;

use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::Membership;
use rpds::RedBlackTreeSetSync;

/// Which links are in which sets, from either side.
#[derive(Debug, Clone, Default)]
pub(crate) struct MembershipTable {
    by_collection: RedBlackTreeSetSync<(CollectionId, LinkId)>,
    by_link: RedBlackTreeSetSync<(LinkId, CollectionId)>,
}

impl MembershipTable {
    pub(crate) fn contains(&self, membership: Membership) -> bool {
        let Membership { collection, link } = membership;
        self.by_collection.contains(&(collection, link))
    }

    /// The links in a set, by rising id.
    pub(crate) fn links_of(&self, collection: CollectionId) -> impl Iterator<Item = LinkId> {
        let first = (collection, LinkId(i64::MIN));
        let last = (collection, LinkId(i64::MAX));
        let members = self.by_collection.range(first..=last);
        members.map(|(_, link)| *link)
    }

    /// The sets that a link is in, by rising id.
    fn collections_of(&self, link: LinkId) -> impl Iterator<Item = CollectionId> {
        let first = (link, CollectionId(i64::MIN));
        let last = (link, CollectionId(i64::MAX));
        let places = self.by_link.range(first..=last);
        places.map(|(_, collection)| *collection)
    }

    pub(crate) fn list_by_links(&self, links: &BTreeSet<LinkId>) -> Vec<Membership> {
        let places = links.iter().flat_map(|link| {
            let collections = self.collections_of(*link);
            collections.map(|collection| Membership {
                collection,
                link: *link,
            })
        });
        places.collect()
    }

    /// Says whether it was new.
    pub(crate) fn insert(&mut self, membership: Membership) -> bool {
        let new = !self.contains(membership);
        let Membership { collection, link } = membership;
        self.by_collection.insert_mut((collection, link));
        self.by_link.insert_mut((link, collection));
        new
    }

    /// Says whether there was one.
    pub(crate) fn delete(&mut self, membership: Membership) -> bool {
        let Membership { collection, link } = membership;
        self.by_link.remove_mut(&(link, collection));
        self.by_collection.remove_mut(&(collection, link))
    }

    pub(crate) fn delete_by_collection(&mut self, collection: CollectionId) {
        let links: Vec<LinkId> = self.links_of(collection).collect();
        for link in links {
            self.delete(Membership { collection, link });
        }
    }

    /// Says whether there was any.
    pub(crate) fn delete_by_link(&mut self, link: LinkId) -> bool {
        let collections: Vec<CollectionId> = self.collections_of(link).collect();
        for collection in &collections {
            let collection = *collection;
            self.delete(Membership { collection, link });
        }
        !collections.is_empty()
    }
}
