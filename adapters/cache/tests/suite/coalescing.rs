use super::setup::{Mode, Setup};

#[tokio::test]
async fn callers_of_an_uncached_slug_share_one_request() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let callers = setup.all_waiting(100);
    assert_eq!(setup.store.requests(), 1);
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "1");
    assert_eq!(setup.store.requests(), 1);
}

#[tokio::test]
async fn callers_of_an_unknown_slug_share_one_request() {
    let setup = Setup::new();
    setup.store.remove("promo");
    setup.store.set(Mode::Hanging);
    let callers = setup.all_waiting(100);
    setup.store.set(Mode::Up);
    assert_eq!(callers.await, "none");
    assert_eq!(setup.store.requests(), 1);
    // A later caller asks again.
    assert_eq!(setup.find("promo").await, "none");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn callers_share_the_failure_of_their_request() {
    for (mode, failure) in [(Mode::Away, "unavailable"), (Mode::Broken, "broken")] {
        let setup = Setup::new();
        setup.store.set(Mode::Hanging);
        let callers = setup.all_waiting(100);
        setup.store.set(mode);
        assert_eq!(callers.await, failure);
        assert_eq!(setup.store.requests(), 1);
    }
}

#[tokio::test]
async fn a_cancelled_request_is_taken_over_by_another_caller() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let first = setup.waiting("promo");
    let second = setup.waiting("promo");
    drop(first);
    setup.store.set(Mode::Up);
    assert_eq!(second.await, "1");
    assert_eq!(setup.store.requests(), 2);
}

#[tokio::test]
async fn nobody_joins_a_request_from_before_a_change() {
    let setup = Setup::new();
    setup.store.set(Mode::Hanging);
    let early = setup.waiting("promo");
    setup.store.put("promo", "2");
    setup.forget("promo");
    let late = setup.waiting("promo");
    assert_eq!(setup.store.requests(), 2);
    setup.store.set(Mode::Up);
    assert_eq!((early.await, late.await), ("2".to_owned(), "2".to_owned()));
}
