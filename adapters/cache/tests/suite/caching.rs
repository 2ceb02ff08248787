use std::sync::Arc;

use korotko_cache::CacheOptions;
use korotko_core::id::UserId;
use korotko_core::link::{Namespace, QueryForwarding, RedirectStatus, Route, TargetUrl};
use korotko_core::mock::sample;
use korotko_core::ports::RouteFinder;

use super::setup::{Setup, route, slug};

#[tokio::test]
async fn a_found_route_is_returned_again_without_the_store() {
    let setup = Setup::new();
    for _ in 0..3 {
        assert_eq!(setup.find("promo").await, "1");
    }
    assert_eq!(setup.store.requests(), 1);
}

#[tokio::test]
async fn a_cached_route_equals_the_stores_route() {
    let setup = Setup::new();
    let full = Route {
        redirect_status: RedirectStatus::Found,
        query_forwarding: QueryForwarding::Append,
        // The cache does not evaluate the state.
        expires_at: Some(sample::now() - chrono::TimeDelta::days(1)),
        max_clicks: Some(9),
        fallback: Some(TargetUrl::from_stored(
            "https://example.com/over".to_owned(),
        )),
        exhausted: true,
        disabled: true,
        block: Some(Arc::new(sample::block())),
        ..route("full")
    };
    let namespace = Namespace::Personal(UserId(7));
    setup.store.put_route(namespace, "full", full.clone());
    for _ in 0..2 {
        let found = setup.routes.find_route(namespace, &slug("full")).await;
        assert_eq!(found.unwrap(), Some(full.clone()));
    }
    assert_eq!(setup.store.requests(), 1);
}

#[tokio::test]
async fn a_new_link_works_at_once() {
    let setup = Setup::new();
    assert_eq!(setup.find("fresh").await, "none");
    // Created on another node, which cannot notify this one.
    setup.store.put("fresh", "2");
    assert_eq!(setup.find("fresh").await, "2");
}

#[tokio::test]
async fn a_tombstone_is_returned_and_not_cached() {
    let setup = Setup::new();
    let tombstone = Route {
        deleted_at: Some(sample::now()),
        ..route("gone")
    };
    setup
        .store
        .put_route(Namespace::Global, "gone", tombstone.clone());
    let found = setup
        .routes
        .find_route(Namespace::Global, &slug("gone"))
        .await;
    assert_eq!(found.unwrap(), Some(tombstone));
    assert_eq!(setup.routes.cached_count(), 0);
    // Its slug was reused on another node.
    setup.store.put("gone", "2");
    assert_eq!(setup.find("gone").await, "2");
}

#[tokio::test]
async fn namespaces_and_case_are_distinguished() {
    let setup = Setup::new();
    let (ann, bob) = (
        Namespace::Personal(UserId(1)),
        Namespace::Personal(UserId(2)),
    );
    setup.store.put("Promo", "capital");
    setup.store.put_route(ann, "promo", route("anns"));
    for _ in 0..2 {
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("Promo").await, "capital");
        assert_eq!(setup.find("PROMO").await, "none");
        assert_eq!(setup.find_in(ann, "promo").await, "anns");
        assert_eq!(setup.find_in(bob, "promo").await, "none");
    }
    assert_eq!(setup.routes.cached_count(), 3);
}

#[tokio::test]
async fn the_number_of_cached_routes_is_limited() {
    let setup = Setup::with(CacheOptions {
        capacity: 1_000,
        ..CacheOptions::default()
    });
    for number in 0..5_000 {
        let name = format!("slug{number}");
        setup.store.put(&name, &name);
        assert_eq!(setup.find(&name).await, name);
    }
    let cached = setup.routes.cached_count();
    assert!((500..=1_100).contains(&cached), "{cached}");
}

#[tokio::test]
async fn long_targets_count_as_several_routes() {
    let setup = Setup::with(CacheOptions {
        capacity: 1_000,
        ..CacheOptions::default()
    });
    let long = "x".repeat(2_000);
    for number in 0..5_000 {
        let name = format!("slug{number}");
        setup.store.put(&name, &long);
        assert_eq!(setup.find(&name).await, long);
    }
    let cached = setup.routes.cached_count();
    assert!((50..=150).contains(&cached), "{cached}");
}
