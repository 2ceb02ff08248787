//! Checks of [`LinkRepository::delete_by_owner`](crate::ports::LinkRepository::delete_by_owner).
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{commit, moment, new_global_link, new_link};
use crate::id::UserId;
use crate::link::{Link, Namespace};
use crate::ports::Timestamp;

#[doc(hidden)]
#[macro_export]
macro_rules! __link_release_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_release:
            personal_links_are_removed_live_or_deleted,
            live_global_links_become_tombstones_without_an_owner,
            global_tombstones_lose_their_owner_and_keep_their_time,
            only_live_links_are_counted,
            other_peoples_and_anonymous_links_stay,
            the_user_can_be_deleted_afterwards_and_the_tombstone_stays,
            the_id_of_a_removed_personal_link_is_not_given_again,
        }
    };
}

pub async fn personal_links_are_removed_live_or_deleted(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let live = new_link(Namespace::Personal(ann), "live");
    let live = fixture.insert_link(&live).await;
    let deleted = new_link(Namespace::Personal(ann), "deleted");
    let deleted = fixture.insert_tombstone(&deleted, moment(1)).await;
    delete_by_owner(fixture, ann, moment(9)).await;
    assert_eq!(fixture.find_link(live.id).await, None);
    assert_eq!(fixture.find_link(deleted.id).await, None);
}

pub async fn live_global_links_become_tombstones_without_an_owner(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let live = fixture.insert_link(&new_global_link(ann, "promo")).await;
    delete_by_owner(fixture, ann, moment(9)).await;
    let found = fixture.find_link(live.id).await.unwrap();
    let expected = Link {
        owner: None,
        deleted_at: Some(moment(9)),
        // Whether becoming a tombstone is a change of the link is left open.
        updated_at: found.updated_at,
        ..live
    };
    assert_eq!(found, expected);
}

pub async fn global_tombstones_lose_their_owner_and_keep_their_time(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let wanted = new_global_link(ann, "promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(1)).await;
    delete_by_owner(fixture, ann, moment(9)).await;
    let found = fixture.find_link(tombstone.id).await.unwrap();
    assert_eq!((found.owner, found.deleted_at), (None, Some(moment(1))));
}

pub async fn only_live_links_are_counted(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let personal = |code| new_link(Namespace::Personal(ann), code);
    for live in [personal("a"), personal("b"), new_global_link(ann, "k")] {
        fixture.insert_link(&live).await;
    }
    for deleted in [personal("d"), new_global_link(ann, "e")] {
        fixture.insert_tombstone(&deleted, moment(1)).await;
    }
    assert_eq!(delete_by_owner(fixture, ann, moment(9)).await, 3);
    assert_eq!(delete_by_owner(fixture, ann, moment(9)).await, 0);
}

pub async fn other_peoples_and_anonymous_links_stay(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let tombstone = new_global_link(bob, "d");
    let links = [
        fixture
            .insert_link(&new_link(Namespace::Personal(bob), "a"))
            .await,
        fixture.insert_link(&new_global_link(bob, "b")).await,
        fixture.insert_link(&new_link(Namespace::Global, "k")).await,
        fixture.insert_tombstone(&tombstone, moment(1)).await,
    ];
    assert_eq!(delete_by_owner(fixture, ann, moment(9)).await, 0);
    for link in links {
        assert_eq!(fixture.find_link(link.id).await, Some(link));
    }
}

pub async fn the_user_can_be_deleted_afterwards_and_the_tombstone_stays(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    fixture
        .insert_link(&new_link(Namespace::Personal(ann), "a"))
        .await;
    let global = fixture.insert_link(&new_global_link(ann, "b")).await;
    let unit = fixture.begin().await;
    unit.links().delete_by_owner(ann, moment(9)).await.unwrap();
    assert!(unit.users().delete(ann).await.unwrap());
    commit(unit).await;
    let tombstone = fixture.find_link(global.id).await.unwrap();
    assert_eq!(tombstone.deleted_at, Some(moment(9)));
}

pub async fn the_id_of_a_removed_personal_link_is_not_given_again(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let wanted = new_link(Namespace::Personal(ann), "a");
    let removed = fixture.insert_link(&wanted).await.id;
    delete_by_owner(fixture, ann, moment(9)).await;
    assert_ne!(fixture.insert_link(&wanted).await.id, removed);
}

async fn delete_by_owner(fixture: &StoreFixture, owner: UserId, now: Timestamp) -> u64 {
    let unit = fixture.begin().await;
    let live = unit.links().delete_by_owner(owner, now).await.unwrap();
    commit(unit).await;
    live
}
