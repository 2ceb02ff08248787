//! Checks of [`CollectionRepository`](korotko_core::ports::CollectionRepository): lists and counts.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{With, assert_pages, moment};
use super::given_links::{ids, name, own};
use super::suite::checks;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::CollectionQuery;

checks! { $ __collection_list_checks, collection_list:
    an_owners_collections_are_listed_newest_first_page_by_page,
    a_cursor_of_a_deleted_collection_keeps_its_position,
    a_collection_is_listed_by_its_name_in_any_case,
    collections_are_listed_by_a_link_in_them,
    filters_of_collections_combine,
    listed_collections_count_their_links,
    collections_are_counted_by_owner,
}

async fn list(fixture: &StoreFixture, query: &CollectionQuery) -> Vec<Collection> {
    let listed = fixture.store.collections().list(query).await;
    listed.unwrap()
}

async fn list_ids(fixture: &StoreFixture, query: &CollectionQuery) -> Vec<CollectionId> {
    let listed = list(fixture, query).await;
    listed.iter().map(|collection| collection.id).collect()
}

/// A user with collections of these names; their ids in descending order.
async fn collections(
    fixture: &StoreFixture,
    address: &str,
    names: &[&str],
) -> (UserId, Vec<CollectionId>) {
    let owner = fixture.insert_user(address).await.id;
    let mut ids = Vec::new();
    for called in names {
        ids.insert(0, fixture.insert_collection(owner, called).await.id);
    }
    (owner, ids)
}

pub async fn an_owners_collections_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let (ann, anns) = collections(fixture, "ann@example.com", &["b", "d", "a", "e"]).await;
    let (bob, bobs) = collections(fixture, "bob@example.com", &["a", "b"]).await;
    for (owner, ids) in [(ann, anns), (bob, bobs), (UserId(bob.0 + 1), vec![])] {
        let found = ids.iter().map(|id| fixture.find_collection(*id));
        let rows: Vec<_> = join_all(found).await.into_iter().flatten().collect();
        assert_eq!(rows.len(), ids.len());
        assert_pages(
            &rows,
            |collection| collection.id,
            async |after, limit| {
                let query = CollectionQuery::for_owner(owner, limit);
                list(fixture, &query.with(|query| query.after = after)).await
            },
        )
        .await;
    }
}

pub async fn a_cursor_of_a_deleted_collection_keeps_its_position(fixture: &StoreFixture) {
    let (ann, anns) = collections(fixture, "ann@example.com", &["b", "d", "a", "e"]).await;
    fixture.delete_collection(anns[1]).await;
    let query = CollectionQuery::for_owner(ann, 9).with(|query| query.after = Some(anns[1]));
    assert_eq!(list_ids(fixture, &query).await, anns[2..]);
}

pub async fn a_collection_is_listed_by_its_name_in_any_case(fixture: &StoreFixture) {
    let names = ["Весна", "Straße", "a_b", "axb"];
    let (ann, anns) = collections(fixture, "ann@example.com", &names).await;
    let (bob, bobs) = collections(fixture, "bob@example.com", &["весна"]).await;
    for (owner, called, expected) in [
        (ann, "Весна", &anns[3..]),
        (ann, "вЕСНА", &anns[3..]),
        (bob, "ВЕСНА", &bobs),
        (ann, "STRASSE", &anns[2..3]),
        (ann, "A_B", &anns[1..2]),
        (ann, "вес", &[]),
        (ann, "_____", &[]),
        (bob, "axb", &[]),
    ] {
        let query =
            CollectionQuery::for_owner(owner, 9).with(|query| query.name = Some(name(called)));
        assert_eq!(list_ids(fixture, &query).await, expected, "{called}");
        let none_left =
            query.with(|query| query.after = expected.first().copied().or(Some(CollectionId(0))));
        assert_eq!(list_ids(fixture, &none_left).await, [], "{called}");
    }
}

fn by_link(owner: UserId, link: LinkId) -> CollectionQuery {
    CollectionQuery::for_owner(owner, 9).with(|query| query.link = Some(link))
}

/// Two links; the first is in the first, second and fourth of four collections, the second in the third.
async fn placed(fixture: &StoreFixture) -> (UserId, Vec<CollectionId>, [LinkId; 2]) {
    let (ann, anns) = collections(fixture, "ann@example.com", &["a", "b", "d", "e"]).await;
    let links = ["a", "b"].map(|slug| own(ann, slug));
    let links = fixture.insert_links(&links).await;
    for index in [3, 1, 0] {
        fixture.join(anns[index], &[links[0].id]).await;
    }
    fixture.join(anns[2], &[links[1].id]).await;
    (ann, anns, [links[0].id, links[1].id])
}

pub async fn collections_are_listed_by_a_link_in_them(fixture: &StoreFixture) {
    let (ann, anns, [first, second]) = placed(fixture).await;
    let (bob, _) = collections(fixture, "bob@example.com", &["a"]).await;
    for (owner, link, expected) in [
        (ann, first, &[anns[0], anns[1], anns[3]][..]),
        (ann, second, &anns[2..3]),
        (ann, LinkId(second.0 + 1), &[]),
        (bob, first, &[]),
    ] {
        let listed = list_ids(fixture, &by_link(owner, link)).await;
        assert_eq!(listed, expected, "{link}");
    }
}

pub async fn filters_of_collections_combine(fixture: &StoreFixture) {
    let (ann, anns, [first, second]) = placed(fixture).await;
    let second_page = CollectionQuery {
        after: Some(anns[0]),
        limit: 1,
        ..by_link(ann, first)
    };
    let named = |link| by_link(ann, link).with(|query| query.name = Some(name("A")));
    for (query, expected) in [
        (second_page, &anns[1..2]),
        (named(first), &anns[3..]),
        (named(second), &[]),
    ] {
        assert_eq!(list_ids(fixture, &query).await, expected, "{query:?}");
    }
}

pub async fn listed_collections_count_their_links(fixture: &StoreFixture) {
    let (ann, anns) = collections(fixture, "ann@example.com", &["a", "b", "d"]).await;
    let links = ["a", "b", "d"].map(|slug| own(ann, slug));
    let links = fixture.insert_links(&links).await;
    fixture.join(anns[0], &ids(&links)).await;
    fixture.join(anns[2], &ids(&links[..2])).await;
    fixture.set_deleted(&links[0], Some(moment(5))).await;
    let listed = list(fixture, &CollectionQuery::for_owner(ann, 9)).await;
    let counts: Vec<u64> = listed.iter().map(|collection| collection.links).collect();
    assert_eq!(counts, [2, 0, 1]);
}

pub async fn collections_are_counted_by_owner(fixture: &StoreFixture) {
    let (ann, anns) = collections(fixture, "ann@example.com", &["b", "d", "a"]).await;
    let (bob, _) = collections(fixture, "bob@example.com", &["a"]).await;
    fixture.delete_collection(anns[1]).await;
    let collections = fixture.store.collections();
    for (owner, expected) in [(ann, 2), (bob, 1), (UserId(bob.0 + 1), 0)] {
        let count = collections.count_by_owner(owner).await.unwrap();
        assert_eq!(count, expected);
    }
}
