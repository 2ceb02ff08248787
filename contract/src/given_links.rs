//! The building blocks of the checks of lists, batches and collections, beside [`given`](super::given).

use super::StoreFixture;
use super::given::{With, commit, moment, new_link, slug, write};
use korotko_core::collection::{Collection, CollectionName};
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::link::{
    Block, BlockCause, BlockReason, Link, Namespace, Route, SearchText, Tag, Tags, Title,
};
use korotko_core::ports::{
    InsertCollection, InsertLink, LinkQuery, LinkSort, LinkSortKey, Membership, Timestamp,
    UnitOfWork,
};

/// Every order in both directions.
pub(super) const SORTS: [LinkSort; 6] = [
    by(LinkSortKey::Created, false),
    by(LinkSortKey::Created, true),
    by(LinkSortKey::Slug, false),
    by(LinkSortKey::Slug, true),
    by(LinkSortKey::Clicks, false),
    by(LinkSortKey::Clicks, true),
];

pub(super) const fn by(key: LinkSortKey, descending: bool) -> LinkSort {
    LinkSort { key, descending }
}

/// A block by a list since then.
pub(super) fn list_block(at: Timestamp) -> Block {
    Block {
        at,
        cause: BlockCause::List,
        reason: None,
    }
}

/// A block by an operator since then.
pub(super) fn operator_block(at: Timestamp) -> Block {
    Block {
        at,
        cause: BlockCause::Operator,
        reason: BlockReason::parse("Ann said so").ok(),
    }
}

pub(super) fn title(text: &str) -> Option<Title> {
    Title::parse(text).map(Some).unwrap()
}

pub(super) fn tags(texts: &[&str]) -> Tags {
    Tags::parse(texts).unwrap()
}

pub(super) fn tag(text: &str) -> Option<Tag> {
    Tag::parse(text).map(Some).unwrap()
}

pub(super) fn search(text: &str) -> Option<SearchText> {
    SearchText::parse(text).map(Some).unwrap()
}

pub(super) fn name(text: &str) -> CollectionName {
    CollectionName::parse(text).unwrap()
}

/// A personal link of `owner`.
pub(super) fn own(owner: UserId, text: &str) -> InsertLink {
    new_link(Namespace::Personal(owner), text)
}

pub(super) fn new_collection(owner: UserId, called: &str) -> InsertCollection {
    InsertCollection {
        owner,
        name: name(called),
        description: None,
        created_at: moment(0),
    }
}

/// All links of `owner` that are not deleted, by slug.
pub(super) fn all_by_slug(owner: UserId) -> LinkQuery {
    LinkQuery::for_owner(owner, 1_000).with(|query| query.sort = by(LinkSortKey::Slug, false))
}

pub(super) fn ids(links: &[Link]) -> Vec<LinkId> {
    links.iter().map(|link| link.id).collect()
}

pub(super) fn slugs(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.slug.as_str()).collect()
}

/// Inserts links whose slugs are all expected to be free.
pub(super) async fn insert_all(unit: &dyn UnitOfWork, links: &[InsertLink]) -> Vec<Link> {
    let inserted = unit.link_batches().insert(links).await.unwrap();
    let inserted: Option<Vec<Link>> = inserted.into_iter().collect();
    inserted.expect("every slug is free")
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_links(&self, links: &[InsertLink]) -> Vec<Link> {
        let unit = self.begin().await;
        let links = insert_all(&*unit, links).await;
        commit(unit).await;
        links
    }

    /// Deletes a link at `at`, or restores it.
    pub(super) async fn set_deleted(&self, link: &Link, at: Option<Timestamp>) -> Link {
        let mut link = link.clone();
        link.deleted_at = at;
        self.update_link(&link).await;
        link
    }

    pub(super) async fn list_links(&self, query: &LinkQuery) -> Vec<Link> {
        self.store.links().list(query).await.unwrap()
    }

    /// The slugs of the links in a list.
    pub(super) async fn list_slugs(&self, query: &LinkQuery) -> Vec<String> {
        let listed = self.list_links(query).await.into_iter();
        listed.map(|link| link.slug.to_string()).collect()
    }

    /// The route of a slug.
    pub(super) async fn find_route(&self, namespace: Namespace, text: &str) -> Option<Route> {
        let found = self.routes.find_route(namespace, &slug(text)).await;
        found.unwrap()
    }

    /// Removes the links that were deleted until then; returns how many.
    pub(super) async fn delete_tombstones(&self, until: Timestamp) -> u64 {
        write(self, async |unit| {
            unit.tombstones().delete(until, 1_000).await
        })
        .await
    }

    pub(super) async fn insert_collection(&self, owner: UserId, called: &str) -> Collection {
        let unit = self.begin().await;
        let wanted = new_collection(owner, called);
        let inserted = unit.collections().insert(&wanted).await.unwrap();
        commit(unit).await;
        inserted
    }

    pub(super) async fn update_collection(&self, collection: &Collection) {
        write(self, async |unit| {
            unit.collections().update(collection).await
        })
        .await;
    }

    pub(super) async fn delete_collection(&self, id: CollectionId) -> bool {
        write(self, async |unit| unit.collections().delete(id).await).await
    }

    pub(super) async fn find_collection(&self, id: CollectionId) -> Option<Collection> {
        self.store.collections().find_by_id(id).await.unwrap()
    }

    /// Adds links to a collection; returns how many are new in it.
    pub(super) async fn join(&self, collection: CollectionId, links: &[LinkId]) -> u64 {
        let links = links.iter();
        let memberships: Vec<_> = links
            .map(|link| Membership {
                collection,
                link: *link,
            })
            .collect();
        write(self, async |unit| {
            unit.memberships().insert(&memberships).await
        })
        .await
    }

    /// How many links are in a collection, including those in the trash.
    pub(super) async fn count_members(&self, collection: CollectionId) -> u64 {
        self.store.memberships().count(collection).await.unwrap()
    }

    /// The collections that a link is in.
    pub(super) async fn collections_of(&self, link: LinkId) -> Vec<CollectionId> {
        let memberships = self.store.memberships().list_by_links(&[link]).await;
        let memberships = memberships.unwrap();
        assert!(memberships.iter().all(|membership| membership.link == link));
        memberships
            .iter()
            .map(|membership| membership.collection)
            .collect()
    }
}
