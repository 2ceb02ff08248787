use futures_util::future::join_all;

use super::setup::{Mode, Setup};

#[tokio::test]
async fn an_edit_on_another_node_is_seen_within_a_second() {
    let setup = Setup::known().await;
    setup.store.put("promo", "2");
    setup.pass(399);
    assert_eq!(setup.find("promo").await, "1");
    setup.pass(1);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.asked(), 2);
}

#[tokio::test]
async fn a_deletion_on_another_node_is_seen_within_a_second() {
    let setup = Setup::known().await;
    setup.store.remove("promo");
    setup.pass(400);
    assert_eq!(setup.find("promo").await, "none");
    assert_eq!(setup.routes.remembered(), 0);
}

#[tokio::test]
async fn one_caller_asks_again_while_the_others_get_what_is_remembered() {
    let setup = Setup::stale(400).await;
    setup.store.put("promo", "2");
    let first = setup.waiting("promo");
    for answer in join_all((0..100).map(|_| setup.find("promo"))).await {
        assert_eq!(answer, "1");
    }
    assert_eq!(setup.store.asked(), 2);

    setup.store.set(Mode::Up);
    assert_eq!(first.await, "2");
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.asked(), 2);
}

#[tokio::test]
async fn what_is_a_second_old_is_not_answered_and_one_caller_asks_for_all() {
    let setup = Setup::stale(1_000).await;
    setup.store.put("promo", "2");
    let callers = setup.all_waiting(100);
    assert_eq!(setup.store.asked(), 2);

    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "2");
    assert_eq!(setup.store.asked(), 2);
}

#[tokio::test]
async fn those_who_wait_for_a_link_that_is_gone_learn_that() {
    let setup = Setup::stale(1_000).await;
    setup.store.remove("promo");
    let callers = setup.all_waiting(10);
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "none");
}

#[tokio::test]
async fn who_hangs_up_while_asking_leaves_the_turn_to_the_next() {
    let setup = Setup::stale(1_000).await;
    setup.store.put("promo", "2");
    let first = setup.waiting("promo");
    let second = setup.waiting("promo");
    drop(first);
    setup.store.set(Mode::Up);
    assert_eq!(second.await, "2");
    assert_eq!(setup.store.asked(), 3);
}

#[tokio::test]
async fn the_answer_of_who_asked_later_stays() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let early = setup.waiting("promo");
    setup.store.put("promo", "2");
    let late = setup.waiting("promo");
    setup.store.set(Mode::Up);
    assert_eq!(late.await, "2");
    assert_eq!(early.await, "1");
    assert_eq!(setup.find("promo").await, "2");
}

#[tokio::test]
async fn an_answer_is_as_old_as_its_question() {
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
async fn a_clock_that_goes_back_keeps_nothing_old_alive() {
    let setup = Setup::known().await;
    setup.store.put("promo", "2");
    setup.pass(-3_600_000);
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.find("promo").await, "2");
    assert_eq!(setup.store.asked(), 2);
}
