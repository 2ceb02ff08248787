use futures_util::future::join_all;
use korotko_core::id::UserId;
use korotko_core::link::Namespace;
use korotko_core::ports::{Change, NewsListener};

use super::setup::{Mode, Setup, slug};

fn promo() -> Change {
    Change::Route(Namespace::Global, slug("promo"))
}

#[tokio::test]
async fn while_news_are_heard_a_route_is_read_again_after_a_minute() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 59_900);
    assert_eq!(setup.find("promo").await, "1");
    assert_eq!(setup.store.requests(), 1);
    setup.pass_with_news(since, 100);
    // One caller reads it; the others do not wait, since it is known to be right.
    setup.store.set(Mode::Hanging);
    let first = setup.waiting("promo");
    for answer in join_all((0..10).map(|_| setup.find("promo"))).await {
        assert_eq!(answer, "1");
    }
    setup.store.set(Mode::Up);
    assert_eq!(first.await, "1");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn a_changed_route_is_read_again_at_once() {
    let setup = Setup::new();
    for slug in ["promo", "other"] {
        setup.find(slug).await;
        setup.store.put(slug, "2");
    }
    setup.routes.changed(&promo());
    setup.beat(setup.beginning());
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "other");
}

#[tokio::test]
async fn the_routes_of_an_owner_and_all_routes_are_read_again_at_once() {
    for change in [Change::Owner(UserId(7)), Change::Everything] {
        let setup = Setup::known().await;
        setup.store.put("promo", "2");
        setup.routes.changed(&change);
        assert_eq!(setup.find("promo").await, "2");
    }
}

#[tokio::test]
async fn a_late_heartbeat_shortens_the_life_of_routes() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 10_000);
    setup.store.put("promo", "2");
    setup.pass(399);
    assert_eq!(setup.find("promo").await, "1");
    setup.pass(1);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn a_late_heartbeat_proves_what_was_heard_in_the_meantime() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.beat(since);
    setup.pass(10_000);
    setup.beat(since);
    assert_eq!(setup.find("promo").await, "1");
    assert_eq!(setup.store.requests(), 1);
}

#[tokio::test]
async fn after_lost_news_earlier_routes_are_read_again() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 5_000);
    setup.store.put("promo", "2");
    setup.pass(1_000);
    // Heard again from now on.
    let since = setup.beginning();
    setup.beat(since);
    assert_eq!(setup.find("promo").await, "2");
    setup.pass_with_news(since, 5_000);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn a_gap_in_the_news_is_healed_within_a_second() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 5_000);
    setup.store.put("promo", "2");
    // The news of that were lost, which is noticed at once.
    let since = setup.beginning();
    setup.pass_with_news(since, 900);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn a_node_that_was_stopped_returns_no_old_route() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 5_000);
    let sent = setup.beginning();
    setup.store.put("promo", "2");
    setup.pass(10_000);
    // It first hears the heartbeat that was sent before it was stopped.
    setup.routes.complete(since, sent);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn a_change_heard_during_a_look_up_repeats_it() {
    for change in [promo(), Change::Everything] {
        let setup = Setup::new();
        setup.store.set(Mode::Hanging);
        let caller = setup.waiting("promo");
        setup.store.put("promo", "2");
        setup.routes.changed(&change);
        setup.store.set(Mode::Up);
        assert_eq!(caller.await, "2");
        assert_eq!(setup.find("promo").await, "2");
    }
}

#[tokio::test]
async fn an_outage_after_news_is_waited_for_only_briefly() {
    let setup = Setup::new();
    let since = setup.beginning();
    setup.find("promo").await;
    setup.pass_with_news(since, 30_000);
    setup.store.set(Mode::Hanging);
    setup.pass(1_000);
    let caller = setup.waiting("promo");
    setup.pass(250);
    assert_eq!(caller.await, "1");
}
