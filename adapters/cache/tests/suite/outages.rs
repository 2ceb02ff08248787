use super::setup::{Mode, Setup, assert_waits};

/// A setup with both routes cached, whose store has then been unavailable for an hour.
async fn unavailable_for_an_hour() -> Setup {
    let setup = Setup::new();
    setup.find("promo").await;
    setup.find("other").await;
    setup.store.set(Mode::Away);
    setup.pass(3_600_000);
    setup
}

#[tokio::test]
async fn cached_routes_are_returned_during_an_outage() {
    let setup = unavailable_for_an_hour().await;
    for _ in 0..10 {
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
        setup.pass(1_000);
    }
}

#[tokio::test]
async fn uncached_routes_are_errors_during_an_outage() {
    let setup = unavailable_for_an_hour().await;
    assert_eq!(setup.find("promo").await, "1");
    let before = setup.store.requests();
    assert_eq!(setup.find("unknown").await, "unavailable");
    assert_eq!(setup.store.requests(), before + 1);
}

#[tokio::test]
async fn after_a_failure_the_store_is_not_asked_for_cached_routes() {
    let setup = unavailable_for_an_hour().await;
    assert_eq!(setup.find("promo").await, "1");
    let before = setup.store.requests();
    for millis in [0, 250, 249] {
        setup.pass(millis);
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
    }
    assert_eq!(setup.store.requests(), before);
    setup.pass(1);
    for _ in 0..10 {
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
    }
    assert_eq!(setup.store.requests(), before + 1);
}

#[tokio::test]
async fn a_hanging_store_is_waited_for_a_quarter_of_a_second() {
    for age in [400, 1_000] {
        let setup = Setup::stale(age).await;
        let mut caller = setup.waiting("promo");
        setup.pass(249);
        assert_waits(&mut caller);
        setup.pass(1);
        assert_eq!(caller.await, "1");
    }
}

#[tokio::test]
async fn all_callers_waiting_for_a_hanging_store_are_answered_together() {
    let setup = Setup::stale(1_000).await;
    let callers = setup.all_waiting(100);
    setup.pass(250);
    assert_eq!(callers.await, "1");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn no_caller_waits_for_a_refresh_that_never_ends() {
    let setup = Setup::stale(1_000).await;
    let _stuck = setup.waiting("promo");
    let caller = setup.waiting("promo");
    setup.pass(250);
    assert_eq!(caller.await, "1");
}

#[tokio::test]
async fn one_caller_at_a_time_waits_for_a_hanging_store() {
    let setup = unavailable_for_an_hour().await;
    setup.store.set(Mode::Hanging);
    let mut first = setup.waiting("promo");
    // A route that is an hour old waits longer, until the outage is known.
    setup.pass(999);
    assert_waits(&mut first);
    setup.pass(1);
    assert_eq!(first.await, "1");
    for _ in 0..10 {
        setup.pass(500);
        let one = setup.waiting("promo");
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
        setup.pass(250);
        assert_eq!(one.await, "1");
    }
}

#[tokio::test]
async fn routes_are_fresh_within_a_second_after_an_outage() {
    let setup = unavailable_for_an_hour().await;
    // The store recovers just after a caller began to wait for it in vain.
    setup.store.set(Mode::Hanging);
    let unlucky = setup.waiting("promo");
    setup.pass(1_000);
    assert_eq!(unlucky.await, "1");
    setup.store.put("promo", "2");
    setup.store.put("other", "2");
    setup.store.set(Mode::Up);
    assert_eq!(setup.find("promo").await, "1");
    setup.pass(500);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("other").await, "2");
}

#[tokio::test]
async fn an_old_failure_does_not_count_as_an_outage() {
    let setup = unavailable_for_an_hour().await;
    assert_eq!(setup.find("promo").await, "1");
    setup.store.put("promo", "2");
    setup.store.put("other", "2");
    setup.store.set(Mode::Hanging);
    setup.pass(3_600_000);
    // There was no request in between, so the state of the store is unknown: both wait.
    let one = setup.waiting("promo");
    let other = setup.waiting("other");
    setup.store.set(Mode::Up);
    assert_eq!((one.await, other.await), ("2".to_owned(), "2".to_owned()));
}

#[tokio::test]
async fn uncached_routes_wait_for_a_hanging_store() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let mut caller = setup.waiting("promo");
    setup.pass(10_000);
    assert_waits(&mut caller);
    setup.store.set(Mode::Up);
    assert_eq!(caller.await, "1");
}

#[tokio::test]
async fn a_cancelled_probe_is_followed_by_another() {
    let setup = unavailable_for_an_hour().await;
    assert_eq!(setup.find("promo").await, "1");
    setup.store.put("promo", "2");
    setup.store.set(Mode::Hanging);
    setup.pass(500);
    let first = setup.waiting("promo");
    drop(first);
    setup.store.set(Mode::Up);
    assert_eq!(setup.find("promo").await, "1");
    setup.pass(500);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn cached_routes_are_returned_while_the_store_is_broken() {
    let setup = Setup::known().await;
    setup.store.set(Mode::Broken);
    assert_eq!(setup.find("unknown").await, "broken");
    for _ in 0..10 {
        setup.pass(1_000);
        assert_eq!(setup.find("promo").await, "1");
    }
    setup.store.put("promo", "2");
    setup.store.set(Mode::Up);
    setup.pass(1_000);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn one_broken_row_does_not_make_other_routes_stale() {
    let setup = Setup::known().await;
    setup.store.set(Mode::Broken);
    assert_eq!(setup.find("unknown").await, "broken");
    setup.store.set(Mode::Up);
    setup.store.put("promo", "2");
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn an_outage_met_by_an_uncached_slug_is_known_to_all() {
    let setup = Setup::known().await;
    setup.pass(3_600_000);
    setup.store.set(Mode::Away);
    assert_eq!(setup.find("unknown").await, "unavailable");
    setup.store.set(Mode::Hanging);
    // No caller waits: the store is not asked before the pause is over.
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Up);
    setup.store.put("promo", "2");
    assert_eq!(setup.find("fresh").await, "none");
    // No caller waits for the pause either once the store has answered.
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn rare_callers_wait_no_longer_in_a_known_outage() {
    let setup = unavailable_for_an_hour().await;
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Hanging);
    for _ in 0..5 {
        setup.pass(20_000);
        let one = setup.waiting("promo");
        setup.pass(250);
        assert_eq!(one.await, "1");
    }
}
