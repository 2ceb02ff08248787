use chrono::TimeDelta;
use futures_util::future::join_all;

use korotko_core::link::Namespace;
use korotko_core::ports::{KnownRoute, RouteFinder};

use super::setup::{Mode, Setup, route, slug};

#[tokio::test]
async fn an_edit_on_another_node_is_seen_within_a_second() {
    let setup = Setup::known().await;
    setup.store.put("promo", "2");
    setup.pass(399);
    assert_eq!(setup.find("promo").await, "1");
    setup.pass(1);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn a_route_is_known_without_waiting_as_long_as_it_is_fresh() {
    let setup = Setup::new();
    let known = |text| setup.routes.known_route(Namespace::Global, &slug(text));
    assert_eq!(known("promo"), KnownRoute::Unknown);
    setup.find("promo").await;
    setup.pass(399);
    assert_eq!(known("promo"), KnownRoute::Found(route("1")));
    setup.pass(1);
    assert_eq!(known("promo"), KnownRoute::Unknown);
    setup.find("promo").await;
    setup.forget("promo");
    assert_eq!(known("promo"), KnownRoute::Unknown);
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn a_deletion_on_another_node_is_seen_within_a_second() {
    let setup = Setup::known().await;
    setup.store.remove("promo");
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "none");
    assert_eq!(setup.routes.cached_count(), 0);
}

#[tokio::test]
async fn one_caller_refreshes_while_the_others_get_the_cached_route() {
    let setup = Setup::stale(400).await;
    setup.store.put("promo", "2");
    let first = setup.waiting("promo");
    for answer in join_all((0..100).map(|_| setup.find("promo"))).await {
        assert_eq!(answer, "1");
    }
    assert_eq!(setup.store.requests(), 2);

    setup.store.set(Mode::Up);
    assert_eq!(first.await, "2");
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn a_route_older_than_a_second_is_refreshed_once_for_all_callers() {
    let setup = Setup::stale(1_000).await;
    setup.store.put("promo", "2");
    let callers = setup.all_waiting(100);
    assert_eq!(setup.store.requests(), 2);

    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "2");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn callers_waiting_for_a_deleted_link_learn_that_it_is_deleted() {
    let setup = Setup::stale(1_000).await;
    setup.store.remove("promo");
    let callers = setup.all_waiting(10);
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "none");
}

#[tokio::test]
async fn a_cancelled_refresh_is_taken_over_by_the_next_caller() {
    let setup = Setup::stale(1_000).await;
    setup.store.put("promo", "2");
    let first = setup.waiting("promo");
    let second = setup.waiting("promo");
    drop(first);
    setup.store.set(Mode::Up);
    assert_eq!(second.await, "2");
    assert_eq!(setup.store.requests(), 3);
}

#[tokio::test]
async fn the_answer_of_the_later_request_is_kept() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let early = setup.waiting("promo");
    setup.store.put("promo", "2");
    // So late that the answer of the earlier request is too old.
    setup.pass(1_000);
    let late = setup.waiting("promo");
    setup.store.set(Mode::Up);
    assert_eq!(early.await, "1");
    assert_eq!(late.await, "2");
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn the_age_of_an_answer_counts_from_its_request() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let slow = setup.waiting("promo");
    setup.pass(2_000);
    setup.store.put("promo", "2");
    setup.store.set(Mode::Up);
    assert_eq!(slow.await, "1");
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn setting_the_time_of_day_changes_no_age() {
    for hours in [-1, 1] {
        let setup = Setup::known().await;
        setup.store.put("promo", "2");
        setup.clock.set_by(TimeDelta::hours(hours));
        setup.pass(399);
        assert_eq!(setup.find("promo").await, "1");
        setup.pass(1);
        assert_eq!(setup.find("promo").await, "2");
    }
}
