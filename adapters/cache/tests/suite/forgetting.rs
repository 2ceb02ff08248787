use std::pin::pin;

use futures_util::future::join_all;
use futures_util::poll;
use korotko_core::ports::RouteFinder;

use super::setup::{Mode, Setup};

#[tokio::test]
async fn what_was_forgotten_is_asked_for_and_the_rest_is_not() {
    let setup = Setup::new();
    for code in ["promo", "other"] {
        setup.find(code).await;
        setup.store.put(code, "2");
    }
    setup.forget("promo");
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "other");
    assert_eq!(setup.store.asked(), 3);
}

#[tokio::test]
async fn everything_can_be_forgotten() {
    let setup = Setup::new();
    for code in ["promo", "other"] {
        setup.find(code).await;
        setup.store.put(code, "2");
    }
    setup.routes.forget_all();
    assert_eq!(setup.routes.remembered(), 0);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "2");
}

/// Lets a look-up read the old route, changes it, forgets by `forget`, and lets the look-up go on.
async fn is_not_put_back(setup: Setup, forget: fn(&Setup)) {
    setup.store.set(Mode::Hanging);
    let mut under_way = pin!(setup.find("promo"));
    assert!(poll!(&mut under_way).is_pending());
    setup.store.put("promo", "2");
    forget(&setup);
    setup.store.set(Mode::Up);
    assert_eq!(under_way.await, "2");
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn a_first_look_up_under_way_does_not_put_an_old_route_back() {
    is_not_put_back(Setup::new(), |setup| setup.forget("promo")).await;
    is_not_put_back(Setup::new(), |setup| setup.routes.forget_all()).await;
}

#[tokio::test]
async fn a_look_up_of_a_known_route_does_not_put_the_old_one_back() {
    for age in [400, 1_000] {
        for forget in [
            |setup: &Setup| setup.forget("promo"),
            |setup: &Setup| setup.routes.forget_all(),
        ] {
            let setup = Setup::new();
            assert_eq!(setup.find("promo").await, "1");
            setup.pass(age);
            is_not_put_back(setup, forget).await;
        }
    }
}

#[tokio::test]
async fn those_who_wait_do_not_get_what_was_forgotten() {
    let setup = Setup::new();
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Hanging);
    setup.pass(1_000);
    let mut callers = pin!(join_all((0..10).map(|_| setup.find("promo"))));
    assert!(poll!(&mut callers).is_pending());
    setup.store.put("promo", "2");
    setup.forget("promo");
    setup.store.set(Mode::Up);
    for answer in callers.await {
        assert_eq!(answer, "2");
    }
}

#[tokio::test]
async fn while_the_store_is_away_a_forgotten_route_is_an_error() {
    let setup = Setup::new();
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Away);
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "1");
    setup.forget("promo");
    assert_eq!(setup.find("promo").await, "unavailable");
}

#[tokio::test]
async fn a_route_that_is_forgotten_while_the_store_fails_is_an_error() {
    let setup = Setup::new();
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Hanging);
    setup.pass(1_000);
    let mut callers = pin!(join_all((0..2).map(|_| setup.find("promo"))));
    assert!(poll!(&mut callers).is_pending());
    setup.forget("promo");
    setup.store.set(Mode::Away);
    for answer in callers.await {
        assert_eq!(answer, "unavailable");
    }
}

#[tokio::test]
async fn a_route_that_is_forgotten_while_the_store_hangs_waits_for_it() {
    let setup = Setup::new();
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Hanging);
    setup.pass(1_000);
    let mut callers = pin!(join_all((0..2).map(|_| setup.find("promo"))));
    assert!(poll!(&mut callers).is_pending());
    setup.store.put("promo", "2");
    setup.forget("promo");
    setup.pass(250);
    assert!(poll!(&mut callers).is_pending());
    setup.store.set(Mode::Up);
    for answer in callers.await {
        assert_eq!(answer, "2");
    }
}
