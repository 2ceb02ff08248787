//! The store counts recorded clicks at once, also during units and outages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test slug_text"
)]

use std::sync::Arc;
use std::task::{Context, Waker};

use korotko_core::click::{
    Agent, Click, ClickKind, Counts, Dimension, QuarterHour, Referrer, Span, VisitorHash,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, Slug, TargetUrl};
use korotko_core::ports::{
    ClickRecorder, ClickSubject, InsertLink, InsertUser, Store, StoreError, Timestamp,
};
use korotko_core::user::{Email, Language, PasswordHash};
use korotko_memory::MemoryStore;

const DAY: i64 = 24 * 60 * 60;

fn second(number: i64) -> Timestamp {
    Timestamp::from_timestamp(number, 0).unwrap()
}

fn click(link: LinkId, at: i64, visitor: i64) -> Click {
    Click {
        at: second(at),
        link,
        kind: ClickKind::Human,
        referrer: Referrer::from_host("news.example"),
        agent: Arc::new(Agent::default()),
        language: None,
        visitor: Some(VisitorHash(visitor)),
    }
}

/// This many clicks of people, of this many visitors.
fn humans(humans: u64, visitors: u64) -> Counts {
    Counts {
        humans,
        visitors,
        ..Counts::default()
    }
}

async fn insert_user(store: &MemoryStore) -> UserId {
    let user = InsertUser {
        email: Email::parse("ann@example.com").unwrap(),
        password_hash: PasswordHash::from_phc("hash".to_owned()),
        language: Language::En,
        created_at: second(0),
    };
    let unit = store.begin().await.unwrap();
    let user = unit.users().insert(&user).await.unwrap();
    unit.commit().await.unwrap();
    user.id
}

fn new_link(slug_text: &str, owner: UserId) -> InsertLink {
    let target = TargetUrl::from_stored("https://example.com/".to_owned());
    let slug = Slug::parse(slug_text).unwrap();
    InsertLink::new(Namespace::Personal(owner), slug, target, second(0))
}

/// A store with a user and their link.
async fn store_with_link() -> (MemoryStore, UserId, LinkId) {
    let store = MemoryStore::new();
    let ann = insert_user(&store).await;
    let link = insert_link(&store, "promo", ann).await;
    (store, ann, link)
}

async fn insert_link(store: &MemoryStore, slug_text: &str, owner: UserId) -> LinkId {
    let unit = store.begin().await.unwrap();
    let link = unit
        .links()
        .insert(&new_link(slug_text, owner))
        .await
        .unwrap();
    unit.commit().await.unwrap();
    link.id
}

async fn count(store: &MemoryStore, subject: ClickSubject) -> Counts {
    let statistics = store.repositories().statistics;
    statistics.count(subject, &Span::all()).await.unwrap()
}

async fn find_link(store: &MemoryStore, link: LinkId) -> Option<Link> {
    store.repositories().links.find_by_id(link).await.unwrap()
}

async fn count_link(store: &MemoryStore, link: LinkId) -> Counts {
    count(store, ClickSubject::Link(link)).await
}

#[tokio::test]
async fn a_recorded_click_is_counted_at_once_for_link_and_owner() {
    let (store, ann, link) = store_with_link().await;
    store.record(click(link, 1_000, 1));
    assert_eq!(count_link(&store, link).await, humans(1, 1));
    let owner = ClickSubject::Owner(ann);
    assert_eq!(count(&store, owner).await, humans(1, 1));
    let found = find_link(&store, link).await.unwrap();
    assert_eq!(found.clicks.counts, humans(1, 1));
    assert_eq!(found.clicks.last_at, Some(second(1_000)));
    let statistics = store.repositories().statistics;
    let steps = statistics.count_by_step(owner, 0..4, 0, 1).await.unwrap();
    assert_eq!(steps, [(1, humans(1, 1))]);
    let span = Span::new(QuarterHour(1), QuarterHour(2));
    let hosts = statistics
        .count_by_value(owner, &span, Dimension::Referrer)
        .await;
    assert_eq!(hosts.unwrap(), [("news.example".to_owned(), humans(1, 1))]);
}

#[tokio::test]
async fn repeated_clicks_on_one_day_are_one_visitor() {
    let (store, ann, link) = store_with_link().await;
    let other = insert_link(&store, "other", ann).await;
    store.record(click(link, 0, 1));
    store.record(click(link, DAY - 1, 1));
    assert_eq!(count_link(&store, link).await, humans(2, 1));
    store.record(click(link, 0, 2));
    store.record(click(link, DAY, 1));
    store.record(click(other, 0, 1));
    assert_eq!(count_link(&store, link).await, humans(4, 3));
    let owner = ClickSubject::Owner(ann);
    assert_eq!(count(&store, owner).await, humans(5, 4));
    let nobody = Click {
        kind: ClickKind::Bot,
        visitor: None,
        ..click(link, 0, 0)
    };
    store.record(nobody);
    let expected = Counts {
        bots: 1,
        ..humans(4, 3)
    };
    assert_eq!(count_link(&store, link).await, expected);
}

#[tokio::test]
async fn clicks_of_unknown_links_are_not_counted() {
    let (store, ann, link) = store_with_link().await;
    store.record(click(LinkId(link.0 + 1), 0, 1));
    let owner = ClickSubject::Owner(ann);
    assert_eq!(count(&store, owner).await, Counts::default());
    // The visit was not counted either.
    let next = insert_link(&store, "next", ann).await;
    store.record(click(next, 0, 1));
    assert_eq!(count_link(&store, next).await, humans(1, 1));
}

#[tokio::test]
async fn a_click_during_a_unit_is_counted_after_its_commit() {
    let (store, ann, link) = store_with_link().await;
    let unit = store.begin().await.unwrap();
    let new = unit.links().insert(&new_link("fresh", ann)).await;
    let new = new.unwrap().id;
    store.record(click(link, 0, 1));
    store.record(click(new, 0, 1));
    assert_eq!(count_link(&store, link).await, Counts::default());
    unit.commit().await.unwrap();
    // Neither undid the other.
    assert_eq!(count_link(&store, link).await, humans(1, 1));
    assert_eq!(count_link(&store, new).await, humans(1, 1));
}

#[tokio::test]
async fn a_click_during_a_unit_is_counted_after_its_drop() {
    let (store, ann, link) = store_with_link().await;
    let unit = store.begin().await.unwrap();
    let new = unit.links().insert(&new_link("fresh", ann)).await;
    let new = new.unwrap().id;
    store.record(click(link, 0, 1));
    drop(unit);
    assert_eq!(count_link(&store, link).await, humans(1, 1));
    assert_eq!(find_link(&store, new).await, None);
}

#[tokio::test]
async fn an_aborted_transaction_loses_no_click() {
    let (store, ann, link) = store_with_link().await;
    let unit = store.begin().await.unwrap();
    store.record(click(link, 0, 1));
    let taken = unit.links().insert(&new_link("promo", ann)).await;
    assert!(matches!(taken, Err(StoreError::Conflict)));
    assert!(unit.commit().await.is_err());
    assert_eq!(count_link(&store, link).await, humans(1, 1));
}

#[tokio::test]
async fn a_cancelled_begin_loses_no_click() {
    let (store, _, link) = store_with_link().await;
    let first = store.begin().await.unwrap();
    let mut second = store.begin();
    let mut context = Context::from_waker(Waker::noop());
    assert!(second.as_mut().poll(&mut context).is_pending());
    // Now the second unit may begin, but it was not polled yet.
    drop(first);
    store.record(click(link, 0, 1));
    drop(second);
    assert_eq!(count_link(&store, link).await, humans(1, 1));
}

#[tokio::test]
async fn clicks_during_an_outage_are_counted_after_it() {
    let (store, _, link) = store_with_link().await;
    store.set_available(false);
    store.record(click(link, 0, 1));
    store.set_available(true);
    assert_eq!(count_link(&store, link).await, humans(1, 1));
    // Also when a unit ends during the outage.
    let unit = store.begin().await.unwrap();
    store.set_available(false);
    store.record(click(link, 0, 1));
    drop(unit);
    store.set_available(true);
    assert_eq!(count_link(&store, link).await, humans(2, 1));
}

#[tokio::test]
async fn a_snapshot_does_not_see_later_clicks() {
    let (store, ann, link) = store_with_link().await;
    store.record(click(link, 0, 1));
    let snapshot = store.snapshot().await.unwrap();
    store.record(click(link, 0, 2));
    let new = insert_link(&store, "fresh", ann).await;
    let subject = ClickSubject::Link(link);
    let counted = snapshot.statistics().count(subject, &Span::all()).await;
    assert_eq!(counted.unwrap(), humans(1, 1));
    assert_eq!(snapshot.links().find_by_id(new).await.unwrap(), None);
    assert_eq!(count_link(&store, link).await, humans(2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clicks_concurrent_with_units_are_counted_exactly_once() {
    let (store, ann, link) = store_with_link().await;
    let recorders = (0..4).map(|visitor| {
        let store = store.clone();
        tokio::task::spawn_blocking(move || {
            for _ in 0..250 {
                store.record(click(link, 0, visitor));
            }
        })
    });
    let writers = (0..4).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            for index in 0..25 {
                insert_link(&store, &format!("c{number}-{index}"), ann).await;
            }
        })
    });
    let tasks: Vec<_> = recorders.chain(writers).collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(count_link(&store, link).await, humans(1_000, 4));
    let links = store.repositories().links.count_by_owner(ann).await;
    assert_eq!(links.unwrap(), 101);
}
