use korotko_core::ports::RouteFinder;

use super::setup::{Mode, Setup, assert_waits};

#[tokio::test]
async fn only_a_forgotten_route_is_looked_up_again() {
    let setup = Setup::new();
    for slug in ["promo", "other"] {
        setup.find(slug).await;
        setup.store.put(slug, "2");
    }
    setup.forget("promo");
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "other");
    assert_eq!(setup.store.requests(), 3);
}

#[tokio::test]
async fn all_routes_can_be_forgotten() {
    let setup = Setup::new();
    for slug in ["promo", "other"] {
        setup.find(slug).await;
        setup.store.put(slug, "2");
    }
    setup.routes.forget_all();
    assert_eq!(setup.routes.cached_count(), 0);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "2");
}

/// Lets a look-up read the old route, changes and forgets it, and lets the look-up continue.
async fn assert_not_cached_again(setup: Setup, forget: fn(&Setup)) {
    setup.store.set(Mode::Hanging);
    let under_way = setup.waiting("promo");
    setup.store.put("promo", "2");
    forget(&setup);
    setup.store.set(Mode::Up);
    assert_eq!(under_way.await, "2");
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn a_first_look_up_in_progress_does_not_cache_an_old_route() {
    assert_not_cached_again(Setup::new(), |setup| setup.forget("promo")).await;
    assert_not_cached_again(Setup::new(), |setup| setup.routes.forget_all()).await;
}

#[tokio::test]
async fn a_refresh_in_progress_does_not_cache_an_old_route() {
    for age in [400, 1_000] {
        for forget in [
            |setup: &Setup| setup.forget("promo"),
            |setup: &Setup| setup.routes.forget_all(),
        ] {
            let setup = Setup::known().await;
            setup.pass(age);
            assert_not_cached_again(setup, forget).await;
        }
    }
}

#[tokio::test]
async fn waiting_callers_do_not_get_a_forgotten_route() {
    let setup = Setup::stale(1_000).await;
    let callers = setup.all_waiting(10);
    setup.store.put("promo", "2");
    setup.forget("promo");
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "2");
}

#[tokio::test]
async fn a_forgotten_route_is_an_error_during_an_outage() {
    let setup = Setup::known().await;
    setup.store.set(Mode::Away);
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "1");
    setup.forget("promo");
    assert_eq!(setup.find("promo").await, "unavailable");
}

#[tokio::test]
async fn a_route_forgotten_while_the_store_fails_is_an_error() {
    let setup = Setup::stale(1_000).await;
    let callers = setup.all_waiting(2);
    setup.forget("promo");
    setup.store.set(Mode::Away);
    assert_eq!(callers.await, "unavailable");
}

#[tokio::test]
async fn a_route_forgotten_while_the_store_hangs_waits_for_the_store() {
    let setup = Setup::stale(1_000).await;
    let mut callers = setup.all_waiting(2);
    setup.store.put("promo", "2");
    setup.forget("promo");
    setup.pass(250);
    assert_waits(&mut callers);
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "2");
}
