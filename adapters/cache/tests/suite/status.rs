use std::time::Duration;

use chrono::TimeDelta;

use super::setup::{Mode, Setup};

#[tokio::test]
async fn look_ups_are_counted_by_what_they_waited_for() {
    let setup = Setup::new();
    for _ in 0..3 {
        setup.find("promo").await;
    }
    let status = setup.routes.status();
    assert_eq!((status.misses, status.hits, status.entries), (1, 2, 1));
    // A slug without a link is remembered while changes are heard.
    setup.beat(setup.beginning());
    for _ in 0..3 {
        assert_eq!(setup.find("missing").await, "none");
    }
    let status = setup.routes.status();
    assert_eq!((status.misses, status.hits), (2, 4));
    assert_eq!((status.entries, status.missing), (1, 1));
}

#[tokio::test]
async fn routes_from_memory_during_an_outage_are_hits() {
    let setup = Setup::known().await;
    setup.store.set(Mode::Away);
    setup.clock.advance(TimeDelta::seconds(2));
    // It asks the store, and learns of the outage.
    setup.find("promo").await;
    let before = setup.routes.status();
    for _ in 0..3 {
        setup.find("promo").await;
    }
    let status = setup.routes.status();
    assert_eq!(status.misses, before.misses);
    assert_eq!(status.hits, before.hits + 3);
}

#[tokio::test]
async fn the_news_are_as_old_as_the_last_heartbeat() {
    let setup = Setup::new();
    setup.clock.advance(TimeDelta::seconds(7));
    let age = || setup.routes.status().news_age;
    assert_eq!(age(), Duration::from_secs(7));
    setup.beat(setup.beginning());
    assert_eq!(age(), Duration::ZERO);
    setup.clock.advance(TimeDelta::seconds(3));
    assert_eq!(age(), Duration::from_secs(3));
}
