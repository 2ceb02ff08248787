//! Checks of [`TombstoneRepository`](korotko_core::ports::TombstoneRepository).

use super::StoreFixture;
use super::given::{
    With, anonymous, just_after, just_before, moment, new_global_link, new_link, target, write,
};
use super::given_links::{operator_block, own, search, tag, tags, title};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::link::{Link, Namespace, Slug, Tags, TargetUrl};
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter, Timestamp};

checks! { $ __tombstone_repository_checks, tombstone_repository:
    the_link_that_was_deleted_last_is_found,
    a_deletion_at_the_given_time_is_too_old,
    a_live_link_is_not_found,
    a_tombstone_is_found_beside_a_live_link,
    only_this_namespace_and_case_are_searched,
    clearing_keeps_slug_owner_and_times,
    tombstones_are_cleared_exactly_until_the_given_time,
    a_tombstone_is_cleared_once,
    links_that_are_not_deleted_are_not_cleared,
    a_cleared_link_is_not_found_by_its_former_fields,
    tombstones_are_removed_exactly_until_the_given_time,
    live_links_are_not_removed,
}

pub async fn the_link_that_was_deleted_last_is_found(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    fixture.insert_tombstone(&wanted, moment(1)).await;
    let last = fixture.insert_tombstone(&wanted, moment(3)).await;
    // The greatest id, but not the last deletion.
    fixture.insert_tombstone(&wanted, moment(2)).await;
    let found = find_latest(fixture, Namespace::Global, "promo", moment(0)).await;
    assert_eq!(found, Some(last));
}

pub async fn a_deletion_at_the_given_time_is_too_old(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(5)).await;
    for (after, expected) in [
        (just_before(moment(5)), Some(tombstone)),
        (moment(5), None),
        (just_after(moment(5)), None),
    ] {
        let found = find_latest(fixture, Namespace::Global, "promo", after).await;
        assert_eq!(found, expected, "deleted after {after}");
    }
}

pub async fn a_live_link_is_not_found(fixture: &StoreFixture) {
    fixture.insert_link(&anonymous("promo")).await;
    let found = find_latest(fixture, Namespace::Global, "promo", moment(-9)).await;
    assert_eq!(found, None);
}

pub async fn a_tombstone_is_found_beside_a_live_link(fixture: &StoreFixture) {
    let wanted = anonymous("promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(1)).await;
    let unit = fixture.begin().await;
    unit.links().insert(&wanted).await.unwrap();
    let found = unit.tombstones();
    let found = found.find_latest(wanted.namespace, &wanted.slug, moment(0));
    assert_eq!(found.await.unwrap(), Some(tombstone));
}

pub async fn only_this_namespace_and_case_are_searched(fixture: &StoreFixture) {
    let ann = Namespace::Personal(fixture.insert_user("ann@example.com").await.id);
    let bob = Namespace::Personal(fixture.insert_user("bob@example.com").await.id);
    let anns = fixture
        .insert_tombstone(&new_link(ann, "promo"), moment(1))
        .await;
    let global = anonymous("sale");
    let global = fixture.insert_tombstone(&global, moment(1)).await;
    for (namespace, slug, expected) in [
        (ann, "promo", Some(anns)),
        (bob, "promo", None),
        (Namespace::Global, "promo", None),
        (ann, "Promo", None),
        (Namespace::Global, "sale", Some(global)),
        (ann, "sale", None),
    ] {
        let found = find_latest(fixture, namespace, slug, moment(0)).await;
        assert_eq!(found, expected, "{slug} in {namespace:?}");
    }
}

/// A link with every field.
fn full(owner: UserId, slug: &str) -> InsertLink {
    InsertLink {
        title: title("A needle"),
        tags: tags(&["Sale"]),
        expires_at: Some(moment(90)),
        fallback: Some(target("over")),
        imported_clicks: Some(7),
        ..own(owner, slug)
    }
}

/// The link after clearing. Its redirect status and query forwarding, and whether clearing changes the revision, are unspecified.
fn cleared(link: &Link, found: &Link) -> Link {
    Link {
        target: TargetUrl::from_stored(String::new()),
        fallback: None,
        imported_clicks: None,
        title: None,
        tags: Tags::default(),
        redirect_status: found.redirect_status,
        query_forwarding: found.query_forwarding,
        revision: found.revision,
        ..link.clone()
    }
}

pub async fn clearing_keeps_slug_owner_and_times(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut link = fixture
        .insert_tombstone(&full(ann, "promo"), moment(5))
        .await;
    link.block = Some(operator_block(moment(5)));
    fixture.update_link(&link).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &[link.id]).await;
    assert_eq!(clear(fixture, moment(5)).await, 1);
    let found = fixture.find_link(link.id).await.unwrap();
    // Its reason may name somebody.
    link.block = Some(operator_block(moment(5)).with(|block| block.reason = None));
    assert_eq!(found, cleared(&link, &found));
    assert_eq!(fixture.collections_of(link.id).await, []);
    assert_eq!(fixture.count_members(collection).await, 0);
    // The slug answers as before, and is reserved for its owner.
    let namespace = Namespace::Personal(ann);
    let latest = find_latest(fixture, namespace, "promo", moment(0)).await;
    assert_eq!(latest, Some(found.clone()));
    let route = fixture.find_route(namespace, "promo").await;
    assert_eq!(route, Some(found.into()));
}

pub async fn tombstones_are_cleared_exactly_until_the_given_time(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let mut tombstones = Vec::new();
    for (slug, deleted_at) in [
        ("before", just_before(moment(5))),
        ("at", moment(5)),
        ("after", just_after(moment(5))),
    ] {
        let link = fixture.insert_tombstone(&full(ann, slug), deleted_at).await;
        fixture.join(collection, &[link.id]).await;
        tombstones.push(link);
    }
    assert_eq!(clear(fixture, moment(5)).await, 2);
    for link in &tombstones[..2] {
        let found = fixture.find_link(link.id).await.unwrap();
        assert_eq!(found, cleared(link, &found));
    }
    let left = tombstones.remove(2);
    assert_eq!(fixture.collections_of(left.id).await, [collection]);
    assert_eq!(fixture.count_members(collection).await, 1);
    assert_eq!(fixture.find_link(left.id).await, Some(left));
}

pub async fn a_tombstone_is_cleared_once(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    fixture.insert_tombstone(&full(ann, "a"), moment(1)).await;
    assert_eq!(clear(fixture, moment(5)).await, 1);
    fixture.insert_tombstone(&full(ann, "b"), moment(2)).await;
    let bare = own(ann, "d");
    fixture.insert_tombstone(&bare, moment(2)).await;
    // The tombstone of a deleted account has nothing more to clear.
    let left = new_global_link(bob, "k");
    fixture.insert_tombstone(&left, moment(2)).await;
    assert!(fixture.delete_user(bob).await);
    assert_eq!(clear(fixture, moment(5)).await, 2);
    assert_eq!(clear(fixture, moment(9)).await, 0);
}

pub async fn links_that_are_not_deleted_are_not_cleared(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let live = fixture.insert_link(&full(ann, "promo")).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &[live.id]).await;
    assert_eq!(clear(fixture, moment(1_000_000)).await, 0);
    assert_eq!(fixture.collections_of(live.id).await, [collection]);
    assert_eq!(fixture.find_link(live.id).await, Some(live));
}

pub async fn a_cleared_link_is_not_found_by_its_former_fields(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let link = fixture.insert_tombstone(&full(ann, "a"), moment(5)).await;
    fixture.join(collection, &[link.id]).await;
    let all = LinkQuery::for_owner(ann, 9)
        .with(|query| query.state = LinkStateFilter::DeletedAfter(moment(0)));
    let by_text = |text| all.clone().with(|query| query.text = search(text));
    let by_tag = all.clone().with(|query| query.tag = tag("sale"));
    let by_set = all
        .clone()
        .with(|query| query.collection = Some(collection));
    let queries = [by_text("example.com"), by_text("needle"), by_tag, by_set];
    for query in &queries {
        assert_eq!(fixture.list_links(query).await.len(), 1, "{query:?}");
    }
    assert_eq!(clear(fixture, moment(5)).await, 1);
    for query in &queries {
        assert_eq!(fixture.list_links(query).await, [], "{query:?}");
    }
    assert_eq!(fixture.list_links(&all).await.len(), 1);
}

pub async fn tombstones_are_removed_exactly_until_the_given_time(fixture: &StoreFixture) {
    let mut tombstones = Vec::new();
    for (slug, deleted_at) in [
        ("before", just_before(moment(5))),
        ("at", moment(5)),
        ("after", just_after(moment(5))),
    ] {
        let link = anonymous(slug);
        tombstones.push(fixture.insert_tombstone(&link, deleted_at).await);
    }
    assert_eq!(fixture.delete_tombstones(moment(5)).await, 2);
    assert_eq!(fixture.find_link(tombstones[0].id).await, None);
    assert_eq!(fixture.find_link(tombstones[1].id).await, None);
    let left = tombstones.remove(2);
    assert_eq!(fixture.find_link(left.id).await, Some(left));
    let removed = find_latest(fixture, Namespace::Global, "at", moment(0)).await;
    assert_eq!(removed, None);
    let removed = fixture.find_route(Namespace::Global, "at").await;
    assert_eq!(removed, None);
}

pub async fn live_links_are_not_removed(fixture: &StoreFixture) {
    let live = fixture.insert_link(&anonymous("promo")).await;
    assert_eq!(fixture.delete_tombstones(moment(1_000_000)).await, 0);
    assert_eq!(fixture.find_link(live.id).await, Some(live));
}

async fn find_latest(
    fixture: &StoreFixture,
    namespace: Namespace,
    slug: &str,
    deleted_after: Timestamp,
) -> Option<Link> {
    let unit = fixture.begin().await;
    let found = unit.tombstones();
    let found = found
        .find_latest(namespace, &Slug::parse(slug).unwrap(), deleted_after)
        .await;
    found.unwrap()
}

async fn clear(fixture: &StoreFixture, until: Timestamp) -> u64 {
    write(fixture, async |unit| {
        unit.tombstones().clear(until, 1_000).await
    })
    .await
}
