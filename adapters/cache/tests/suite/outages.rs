use super::setup::{Mode, Setup, assert_waits};

/// A setup that remembers both routes, whose store then is away for an hour.
async fn an_hour_away() -> Setup {
    let setup = Setup::new();
    setup.find("promo").await;
    setup.find("other").await;
    setup.store.set(Mode::Away);
    setup.pass(3_600_000);
    setup
}

#[tokio::test]
async fn while_the_store_is_away_what_was_known_last_is_answered() {
    let setup = an_hour_away().await;
    for _ in 0..10 {
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
        setup.pass(1_000);
    }
}

#[tokio::test]
async fn what_was_never_read_is_an_error_while_the_store_is_away() {
    let setup = an_hour_away().await;
    assert_eq!(setup.find("promo").await, "1");
    let before = setup.store.asked();
    assert_eq!(setup.find("unknown").await, "unavailable");
    assert_eq!(setup.store.asked(), before + 1);
}

#[tokio::test]
async fn after_a_failure_the_store_is_left_alone_for_all_that_is_known() {
    let setup = an_hour_away().await;
    assert_eq!(setup.find("promo").await, "1");
    let before = setup.store.asked();
    for millis in [0, 250, 249] {
        setup.pass(millis);
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
    }
    assert_eq!(setup.store.asked(), before);
    setup.pass(1);
    for _ in 0..10 {
        assert_eq!(setup.find("promo").await, "1");
        assert_eq!(setup.find("other").await, "other");
    }
    assert_eq!(setup.store.asked(), before + 1);
}

#[tokio::test]
async fn a_store_that_hangs_is_waited_for_a_quarter_of_a_second() {
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
async fn all_who_wait_for_a_store_that_hangs_are_answered_together() {
    let setup = Setup::stale(1_000).await;
    let callers = setup.all_waiting(100);
    setup.pass(250);
    assert_eq!(callers.await, "1");
    assert_eq!(setup.store.asked(), 2);
}

#[tokio::test]
async fn nobody_waits_for_one_who_asked_and_is_not_heard_of_again() {
    let setup = Setup::stale(1_000).await;
    let _stuck = setup.waiting("promo");
    let caller = setup.waiting("promo");
    setup.pass(250);
    assert_eq!(caller.await, "1");
}

#[tokio::test]
async fn while_a_store_hangs_one_caller_at_a_time_waits() {
    let setup = an_hour_away().await;
    setup.store.set(Mode::Hanging);
    let mut first = setup.waiting("promo");
    // What is an hour old is not answered so soon, until somebody knows that the store is away.
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
async fn when_the_store_is_back_all_is_fresh_within_a_second() {
    let setup = an_hour_away().await;
    // It comes back just after somebody began to wait for it in vain.
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
async fn a_failure_long_ago_is_no_reason_to_answer_old_routes() {
    let setup = an_hour_away().await;
    assert_eq!(setup.find("promo").await, "1");
    setup.store.put("promo", "2");
    setup.store.put("other", "2");
    setup.store.set(Mode::Hanging);
    setup.pass(3_600_000);
    // Nobody asked in between, so nobody knows whether it is away: both wait.
    let one = setup.waiting("promo");
    let other = setup.waiting("other");
    setup.store.set(Mode::Up);
    assert_eq!((one.await, other.await), ("2".to_owned(), "2".to_owned()));
}

#[tokio::test]
async fn what_was_never_read_waits_as_long_as_the_store_does() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let mut caller = setup.waiting("promo");
    setup.pass(10_000);
    assert_waits(&mut caller);
    setup.store.set(Mode::Up);
    assert_eq!(caller.await, "1");
}

#[tokio::test]
async fn who_was_to_try_the_store_and_hung_up_is_followed_by_another() {
    let setup = an_hour_away().await;
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
async fn what_is_known_is_answered_while_the_store_is_broken() {
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
async fn one_row_that_is_broken_makes_no_others_old() {
    let setup = Setup::known().await;
    setup.store.set(Mode::Broken);
    assert_eq!(setup.find("unknown").await, "broken");
    setup.store.set(Mode::Up);
    setup.store.put("promo", "2");
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn an_outage_that_an_unknown_code_met_is_known_to_all() {
    let setup = Setup::known().await;
    setup.pass(3_600_000);
    setup.store.set(Mode::Away);
    assert_eq!(setup.find("unknown").await, "unavailable");
    setup.store.set(Mode::Hanging);
    // Nobody waits: it is not asked before the pause is over.
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Up);
    setup.store.put("promo", "2");
    assert_eq!(setup.find("new").await, "none");
    // And neither does anybody wait for the pause when it answered.
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn who_comes_seldom_waits_no_longer_in_an_outage_that_is_known() {
    let setup = an_hour_away().await;
    assert_eq!(setup.find("promo").await, "1");
    setup.store.set(Mode::Hanging);
    for _ in 0..5 {
        setup.pass(20_000);
        let one = setup.waiting("promo");
        setup.pass(250);
        assert_eq!(one.await, "1");
    }
}
