//! Checks of what becomes of the links of a deleted account: when [`UserRepository`](korotko_core::ports::UserRepository) deleted it, and
//! when its rows are removed.
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use super::StoreFixture;
use super::given::{commit, moment, new_global_link, new_link, new_user, slug};
use super::given_links::{insert_all, tags, title};
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, RedirectStatus, Tags, TargetUrl};
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter, Timestamp};

#[doc(hidden)]
#[macro_export]
macro_rules! __link_release_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, link_release:
            personal_links_are_removed_live_or_deleted,
            live_global_links_become_tombstones_of_code_and_times,
            global_tombstones_keep_nothing_but_code_and_times,
            nothing_finds_released_links_but_their_code,
            other_peoples_and_anonymous_links_stay,
            a_deleted_accounts_links_lead_nowhere_at_once,
            a_code_of_a_deleted_account_stays_taken,
            what_is_left_is_removed_in_parts,
            several_accounts_are_removed_at_once,
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
    delete(fixture, ann).await;
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
    delete(fixture, ann).await;
    assert_eq!(fixture.places(live.id).await, []);
    assert_released(fixture, live, moment(9)).await;
}

pub async fn global_tombstones_keep_nothing_but_code_and_times(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let wanted = full(ann, "promo");
    let tombstone = fixture.insert_tombstone(&wanted, moment(1)).await;
    let set = fixture.insert_collection(ann, "Spring").await.id;
    fixture.join(set, &[tombstone.id]).await;
    delete(fixture, ann).await;
    assert_eq!(fixture.places(tombstone.id).await, []);
    assert_released(fixture, tombstone, moment(1)).await;
}

pub async fn nothing_finds_released_links_but_their_code(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let live = fixture.insert_link(&full(ann, "promo")).await.id;
    fixture
        .insert_tombstone(&full(ann, "sale"), moment(1))
        .await;
    delete(fixture, ann).await;
    for state in [
        LinkStateFilter::NotDeleted,
        LinkStateFilter::DeletedAfter(moment(0)),
    ] {
        let all = LinkQuery {
            state,
            ..LinkQuery::of(ann, 9)
        };
        assert_eq!(fixture.list_links(&all).await, []);
    }
    let namespace = Namespace::Global;
    let route = fixture.routes.find_route(namespace, &slug("promo")).await;
    let route = route.unwrap().unwrap();
    assert_eq!((route.link, route.deleted_at), (live, Some(moment(9))));
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
    delete(fixture, ann).await;
    for link in links {
        assert_eq!(fixture.find_link(link.id).await, Some(link));
    }
}

pub async fn a_deleted_accounts_links_lead_nowhere_at_once(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let personal = new_link(Namespace::Personal(ann), "promo");
    fixture.insert_link(&personal).await;
    let gone = new_link(Namespace::Personal(ann), "gone");
    fixture.insert_tombstone(&gone, moment(1)).await;
    let live = fixture.insert_link(&full(ann, "live")).await.id;
    let old = fixture.insert_tombstone(&full(ann, "old"), moment(1)).await;
    let bobs = fixture.insert_link(&new_global_link(bob, "bobs")).await.id;
    let anonymous = new_link(Namespace::Global, "anonymous");
    let anonymous = fixture.insert_link(&anonymous).await.id;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    for left in [true, false] {
        for code in ["promo", "gone"] {
            let route = find_route(fixture, Namespace::Personal(ann), code).await;
            assert_eq!(route, None, "{code}");
        }
        for (code, link, deleted_at) in [
            ("live", live, Some(moment(9))),
            ("old", old.id, Some(moment(1))),
            ("bobs", bobs, None),
            ("anonymous", anonymous, None),
        ] {
            let route = find_route(fixture, Namespace::Global, code).await;
            assert_eq!(route, Some((link, deleted_at)), "{code}");
        }
        if left {
            fixture.remove_deleted().await;
        }
    }
}

pub async fn a_code_of_a_deleted_account_stays_taken(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let wanted = full(ann, "promo");
    fixture.insert_link(&wanted).await;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    let again = fixture.insert_user("ann@example.com").await.id;
    for _ in 0..2 {
        let unit = fixture.begin().await;
        let link = full(again, "promo");
        let taken = unit.link_batches().insert(&[link]).await.unwrap()[0].is_none();
        let tombstone = unit.tombstones();
        let tombstone = tombstone
            .find_latest(Namespace::Global, &slug("promo"), moment(0))
            .await;
        let kept = tombstone
            .unwrap()
            .is_some_and(|left| left.owner != Some(again));
        assert!(taken || kept);
        drop(unit);
        fixture.remove_deleted().await;
    }
}

pub async fn what_is_left_is_removed_in_parts(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    for number in 0..5 {
        let personal = new_link(Namespace::Personal(ann), &format!("s{number}"));
        let link = fixture.insert_link(&personal).await.id;
        fixture.insert_link(&full(ann, &format!("g{number}"))).await;
        let name = format!("Set {number}");
        let set = fixture.insert_collection(ann, &name).await.id;
        fixture.join(set, &[link]).await;
        fixture.insert_job(ann, moment(0)).await;
    }
    let kept = fixture.insert_link(&full(bob, "bobs")).await;
    let job = fixture.insert_job(bob, moment(0)).await;
    let unit = fixture.begin().await;
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    commit(unit).await;
    loop {
        let unit = fixture.begin().await;
        let removed = unit.users().remove_deleted(4).await.unwrap();
        commit(unit).await;
        // The user's own row comes on top.
        assert!(removed <= 5, "{removed}");
        if removed == 0 {
            break;
        }
    }
    let jobs = fixture.list_jobs().await;
    assert_eq!(jobs.iter().map(|left| left.id).collect::<Vec<_>>(), [job]);
    assert_eq!(fixture.find_link(kept.id).await, Some(kept));
    assert_eq!(
        fixture
            .store
            .collections()
            .count_by_owner(ann)
            .await
            .unwrap(),
        0
    );
    assert_eq!(fixture.list_links(&LinkQuery::of(ann, 99)).await, []);
}

pub async fn several_accounts_are_removed_at_once(fixture: &StoreFixture) {
    let mut links = Vec::new();
    let unit = fixture.begin().await;
    for number in 0..150 {
        let address = format!("u{number}@example.com");
        let user = unit.users().insert(&new_user(&address)).await.unwrap().id;
        links.push(new_global_link(user, &format!("g{number}")));
    }
    let inserted = insert_all(&*unit, &links).await;
    for link in &links {
        assert!(
            unit.users()
                .delete(link.owner.unwrap(), moment(9))
                .await
                .unwrap()
        );
    }
    commit(unit).await;
    let unit = fixture.begin().await;
    let mut parts = 0;
    while unit.users().remove_deleted(1_000).await.unwrap() > 0 {
        parts += 1;
    }
    commit(unit).await;
    assert!(parts <= 4, "{parts}");
    for link in inserted {
        let left = fixture.find_link(link.id).await.unwrap();
        assert_eq!((left.owner, left.deleted_at), (None, Some(moment(9))));
    }
}

pub async fn the_id_of_a_removed_personal_link_is_not_given_again(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let bob = fixture.insert_user("bob@example.com").await.id;
    let personal = |owner| new_link(Namespace::Personal(owner), "a");
    let removed = fixture.insert_link(&personal(ann)).await.id;
    delete(fixture, ann).await;
    let next = fixture.insert_link(&personal(bob)).await.id;
    assert_ne!(next, removed);
}

/// Deletes an account and removes what it left.
async fn delete(fixture: &StoreFixture, owner: UserId) {
    assert!(fixture.delete_user(owner).await);
}

async fn find_route(
    fixture: &StoreFixture,
    namespace: Namespace,
    code: &str,
) -> Option<(LinkId, Option<Timestamp>)> {
    let found = fixture.routes.find_route(namespace, &slug(code)).await;
    let found = found.unwrap();
    found.map(|route| (route.link, route.deleted_at))
}
