//! Checks of [`LinkRepository::delete_by_owner`](crate::ports::LinkRepository::delete_by_owner).
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{commit, moment, new_global_link, new_link, slug};
use super::given_links::{tags, title};
use crate::id::UserId;
use crate::link::{Link, Namespace, RedirectStatus, Tags, TargetUrl};
use crate::ports::{InsertLink, LinkQuery, Standing, Timestamp};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_release_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_release:
            personal_links_are_removed_live_or_deleted,
            live_global_links_become_tombstones_of_code_and_times,
            global_tombstones_keep_nothing_but_code_and_times,
            nothing_finds_released_links_but_their_code,
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

/// A global link with all that a link can have.
fn full(owner: UserId, code: &str) -> InsertLink {
    InsertLink {
        title: title("A needle"),
        tags: tags(&["Sale", "needle"]),
        redirect_status: RedirectStatus::Found,
        expires_at: Some(moment(90)),
        ..new_global_link(owner, code)
    }
}

/// What is left of a link: its code and its times.
async fn assert_released(fixture: &StoreFixture, link: Link, deleted_at: Timestamp) {
    let found = fixture.find_link(link.id).await.unwrap();
    let expected = Link {
        target: TargetUrl::from_stored(String::new()),
        owner: None,
        title: None,
        tags: Tags::default(),
        deleted_at: Some(deleted_at),
        // Whether becoming a tombstone is a change of the link is left open, and so is what nobody is redirected by.
        updated_at: found.updated_at,
        revision: found.revision,
        redirect_status: found.redirect_status,
        ..link
    };
    assert_eq!(found, expected);
}

pub async fn live_global_links_become_tombstones_of_code_and_times(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let live = fixture.insert_link(&full(ann, "promo")).await;
    let set = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(set, &[live.id]).await;
    delete_by_owner(fixture, ann, moment(9)).await;
    assert_eq!(fixture.places(live.id).await, []);
    assert_released(fixture, live, moment(9)).await;
}

pub async fn global_tombstones_keep_nothing_but_code_and_times(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let wanted = full(ann, "promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(1)).await;
    let set = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(set, &[tombstone.id]).await;
    delete_by_owner(fixture, ann, moment(9)).await;
    assert_eq!(fixture.places(tombstone.id).await, []);
    assert_released(fixture, tombstone, moment(1)).await;
}

pub async fn nothing_finds_released_links_but_their_code(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let live = fixture.insert_link(&full(ann, "promo")).await.id;
    fixture
        .insert_tombstone(&full(ann, "sale"), moment(1))
        .await;
    delete_by_owner(fixture, ann, moment(9)).await;
    for standing in [Standing::NotDeleted, Standing::DeletedAfter(moment(0))] {
        let all = LinkQuery {
            standing,
            ..LinkQuery::of(ann, 9)
        };
        assert_eq!(fixture.list_links(&all).await, []);
    }
    let namespace = Namespace::Global;
    let route = fixture.routes.find_route(namespace, &slug("promo")).await;
    let route = route.unwrap().unwrap();
    assert_eq!((route.link, route.deleted_at), (live, Some(moment(9))));
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
