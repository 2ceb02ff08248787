use std::collections::BTreeSet;

use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::Membership;
use rpds::RedBlackTreeSetSync;

/// The memberships of links in collections, indexed both ways.
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

    /// The links in a collection, in ascending id order.
    pub(crate) fn links_of(&self, collection: CollectionId) -> impl Iterator<Item = LinkId> {
        let first = (collection, LinkId(i64::MIN));
        let last = (collection, LinkId(i64::MAX));
        let members = self.by_collection.range(first..=last);
        members.map(|(_, link)| *link)
    }

    /// The collections of a link, in ascending id order.
    fn collections_of(&self, link: LinkId) -> impl Iterator<Item = CollectionId> {
        let first = (link, CollectionId(i64::MIN));
        let last = (link, CollectionId(i64::MAX));
        let memberships = self.by_link.range(first..=last);
        memberships.map(|(_, collection)| *collection)
    }

    pub(crate) fn list_by_links(&self, links: &BTreeSet<LinkId>) -> Vec<Membership> {
        let memberships = links.iter().flat_map(|link| {
            let collections = self.collections_of(*link);
            collections.map(|collection| Membership {
                collection,
                link: *link,
            })
        });
        memberships.collect()
    }

    /// Returns whether it is new.
    pub(crate) fn insert(&mut self, membership: Membership) -> bool {
        let new = !self.contains(membership);
        let Membership { collection, link } = membership;
        self.by_collection.insert_mut((collection, link));
        self.by_link.insert_mut((link, collection));
        new
    }

    /// Returns whether it existed.
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

    /// Returns whether there were any.
    pub(crate) fn delete_by_link(&mut self, link: LinkId) -> bool {
        let collections: Vec<CollectionId> = self.collections_of(link).collect();
        for collection in &collections {
            let collection = *collection;
            self.delete(Membership { collection, link });
        }
        !collections.is_empty()
    }
}
