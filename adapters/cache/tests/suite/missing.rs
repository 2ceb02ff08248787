use std::time::Duration;

use korotko_cache::CacheOptions;
use korotko_core::link::Namespace;
use korotko_core::ports::{KnownRoute, RouteFinder};

use super::setup::{Setup, slug};

/// A setup that hears of changes and has looked `new` up in vain; with the beginning of the news.
async fn unknown() -> (Setup, Duration) {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.beat(since);
    assert_eq!(setup.find("fresh").await, "none");
    (setup, since)
}

#[tokio::test]
async fn an_unknown_slug_is_remembered_for_less_than_a_second() {
    let (setup, since) = unknown().await;
    let known = || setup.routes.known_route(Namespace::Global, &slug("fresh"));
    // Created on another node, which announces no creation.
    setup.store.put("fresh", "2");
    setup.pass_with_news(since, 900);
    assert_eq!(setup.find("fresh").await, "none");
    assert_eq!(known(), KnownRoute::Missing);
    assert_eq!(setup.store.requests(), 1);
    setup.pass_with_news(since, 100);
    assert_eq!(known(), KnownRoute::Unknown);
    assert_eq!(setup.find("fresh").await, "2");
}

#[tokio::test]
async fn a_link_that_this_node_creates_works_at_once() {
    let (setup, _) = unknown().await;
    setup.store.put("fresh", "2");
    setup.forget("fresh");
    assert_eq!(setup.find("fresh").await, "2");
    let (setup, _) = unknown().await;
    setup.store.put("fresh", "2");
    setup.routes.forget_all();
    assert_eq!(setup.find("fresh").await, "2");
}

#[tokio::test]
async fn an_unknown_slug_is_not_remembered_while_no_news_are_heard() {
    let (setup, _) = unknown().await;
    setup.store.put("fresh", "2");
    setup.pass(400);
    assert_eq!(setup.find("fresh").await, "2");
    setup.store.remove("other");
    assert_eq!(setup.find("other").await, "none");
    setup.store.put("other", "2");
    assert_eq!(setup.find("other").await, "2");
}

#[tokio::test]
async fn an_unknown_slug_is_not_remembered_past_lost_news() {
    let (setup, _) = unknown().await;
    setup.store.put("fresh", "2");
    setup.pass(1);
    setup.beat(setup.beginning());
    assert_eq!(setup.find("fresh").await, "2");
}

#[tokio::test]
async fn scanning_evicts_no_route() {
    let setup = Setup::with(CacheOptions {
        capacity: 1_000,
        missing_capacity: 1_000,
        ..CacheOptions::default()
    });
    setup.beat(setup.beginning());
    for number in 0..500 {
        setup.store.put(&format!("slug{number}"), "1");
        setup.find(&format!("slug{number}")).await;
    }
    let cached = setup.routes.cached_count();
    for number in 0..20_000 {
        setup.find(&format!("scan{number}")).await;
    }
    assert_eq!(setup.routes.cached_count(), cached);
}
