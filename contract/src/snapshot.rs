//! Checks of [`Snapshot`].

use super::StoreFixture;
use super::given::{anonymous, assert_internal, commit, email, moment, new_global_link, new_user};
use super::given_clicks::{click, count_in};
use super::given_links::{name, new_collection};
use super::suite::checks;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{ClickSubject, LinkQuery, Membership, Snapshot};

checks! { $ __snapshot_checks, snapshot:
    a_snapshot_sees_everything_committed_before,
    a_snapshot_never_sees_later_commits,
    a_snapshot_keeps_rows_removed_later,
    a_snapshot_begins_while_a_unit_writes,
    a_unit_commits_while_a_snapshot_is_open,
    a_write_to_a_snapshot_is_refused,
    dropped_snapshots_release_their_connections,
}

/// A user with a link in a collection, and one click.
async fn fill(fixture: &StoreFixture) -> (UserId, Link, CollectionId) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&new_global_link(ann, "promo")).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(collection, &[link.id]).await;
    fixture.count_clicks(&[click(link.id, moment(1), 1)]).await;
    let link = fixture.find_link(link.id).await.unwrap();
    (ann, link, collection)
}

/// What a snapshot shows: links, clicks by totals, by all five statistics, links of collections.
async fn seen(snapshot: &dyn Snapshot, owner: UserId, collection: CollectionId) -> Vec<u64> {
    let links = snapshot
        .links()
        .list(&LinkQuery::for_owner(owner, 99))
        .await;
    let links = links.unwrap();
    let ids: Vec<_> = links.iter().map(|link| link.id).collect();
    let (all, statistics) = (Span::all(), snapshot.statistics());
    let of = ClickSubject::Owner(owner);
    let sum = |counts: Vec<Counts>| counts.into_iter().sum::<Counts>().clicks();
    let by_link = statistics.count_by_link(&ids, &all).await.unwrap();
    let quarters = 0..4_000_000;
    let by_step = statistics.count_by_step(of, quarters, 0, 4).await.unwrap();
    let by_value = statistics.count_by_value(of, &all, Dimension::Os).await;
    let in_collection = statistics
        .count(ClickSubject::Collection(collection), &all)
        .await;
    vec![
        links.len() as u64,
        sum(links.iter().map(|link| link.clicks.counts).collect()),
        statistics.count(of, &all).await.unwrap().clicks(),
        sum(by_link.into_iter().map(|(_, counts)| counts).collect()),
        sum(by_step.into_iter().map(|(_, counts)| counts).collect()),
        sum(by_value
            .unwrap()
            .into_iter()
            .map(|(_, counts)| counts)
            .collect()),
        in_collection.unwrap().clicks(),
        snapshot.memberships().count(collection).await.unwrap(),
    ]
}

pub async fn a_snapshot_sees_everything_committed_before(fixture: &StoreFixture) {
    let (ann, link, collection) = fill(fixture).await;
    let snapshot = fixture.store.snapshot().await.unwrap();
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
    let found = snapshot.links().find_by_id(link.id).await.unwrap();
    assert_eq!(found, Some(link));
    let user = snapshot.users().find_by_id(ann).await.unwrap();
    assert_eq!(user, fixture.find_user(ann).await);
    let found = snapshot.collections().find_by_id(collection).await.unwrap();
    assert_eq!(found, fixture.find_collection(collection).await);
}

/// Even if it was not read before.
pub async fn a_snapshot_never_sees_later_commits(fixture: &StoreFixture) {
    let (ann, link, collection) = fill(fixture).await;
    let read = fixture.store.snapshot().await.unwrap();
    let unread = fixture.store.snapshot().await.unwrap();
    for round in 0..3 {
        assert_eq!(seen(&*read, ann, collection).await, [1; 8], "{round}");
        let slug = format!("sale{round}");
        let more = fixture.insert_link(&new_global_link(ann, &slug)).await;
        fixture.join(collection, &[more.id]).await;
        let clicks = [link.id, more.id].map(|link| click(link, moment(2), 2 + round));
        fixture.count_clicks(&clicks).await;
        fixture
            .insert_user(&format!("bob{round}@example.com"))
            .await;
    }
    for snapshot in [&read, &unread] {
        assert_eq!(seen(&**snapshot, ann, collection).await, [1; 8]);
        let bob = email("bob0@example.com");
        let bob = snapshot.users().find_by_email(&bob).await;
        assert_eq!(bob.unwrap(), None);
    }
    let now = fixture.store.snapshot().await.unwrap();
    let expected = [4, 7, 7, 7, 7, 7, 7, 4];
    assert_eq!(seen(&*now, ann, collection).await, expected);
}

pub async fn a_snapshot_keeps_rows_removed_later(fixture: &StoreFixture) {
    let (ann, _, collection) = fill(fixture).await;
    let snapshot = fixture.store.snapshot().await.unwrap();
    assert!(fixture.delete_user(ann).await);
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
    drop(snapshot);
    let now = fixture.store.snapshot().await.unwrap();
    assert_eq!(seen(&*now, ann, collection).await, [0; 8]);
}

pub async fn a_snapshot_begins_while_a_unit_writes(fixture: &StoreFixture) {
    let (ann, link, collection) = fill(fixture).await;
    let unit = fixture.begin().await;
    count_in(&*unit, &[click(link.id, moment(2), 2)]).await;
    unit.links()
        .insert(&new_global_link(ann, "sale"))
        .await
        .unwrap();
    let snapshot = fixture.store.snapshot().await.unwrap();
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
    commit(unit).await;
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
}

pub async fn a_unit_commits_while_a_snapshot_is_open(fixture: &StoreFixture) {
    let (ann, _, collection) = fill(fixture).await;
    let snapshot = fixture.store.snapshot().await.unwrap();
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
    for slug in ["a", "b"] {
        fixture.insert_link(&new_global_link(ann, slug)).await;
    }
    assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
}

pub async fn a_write_to_a_snapshot_is_refused(fixture: &StoreFixture) {
    let (ann, link, collection) = fill(fixture).await;
    let snapshot = fixture.store.snapshot().await.unwrap();
    let bob = new_user("bob@example.com");
    assert_internal(&snapshot.users().insert(&bob).await);
    let sale = anonymous("sale");
    assert_internal(&snapshot.links().insert(&sale).await);
    assert_internal(&snapshot.links().update(&link).await);
    let mut changed = fixture.find_collection(collection).await.unwrap();
    changed.name = name("Summer");
    assert_internal(&snapshot.collections().update(&changed).await);
    let other = new_collection(ann, "Other");
    assert_internal(&snapshot.collections().insert(&other).await);
    let membership = Membership {
        collection,
        link: link.id,
    };
    assert_internal(&snapshot.memberships().delete(membership).await);
}

pub async fn dropped_snapshots_release_their_connections(fixture: &StoreFixture) {
    let (ann, _, collection) = fill(fixture).await;
    // More than any pool has connections.
    for _ in 0..50 {
        let snapshot = fixture.store.snapshot().await.unwrap();
        assert_eq!(seen(&*snapshot, ann, collection).await, [1; 8]);
    }
    fixture.insert_link(&new_global_link(ann, "sale")).await;
}
