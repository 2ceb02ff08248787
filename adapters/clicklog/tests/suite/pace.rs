//! The pace of the drainer.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::environment::{Environment, record, wait_until};

#[tokio::test(start_paused = true)]
async fn a_click_is_counted_within_a_quarter_of_a_second() {
    let environment = Environment::default();
    let process = environment.start();
    sleep(Duration::from_secs(3)).await;
    record(&process.log, [1]);
    sleep(Duration::from_millis(260)).await;
    wait_until(|| environment.store.total() == 1).await;
    let began = Instant::now();
    process.stop().await;
    assert!(began.elapsed() < Duration::from_millis(260));
}

#[tokio::test(start_paused = true)]
async fn few_clicks_are_counted_together() {
    let environment = Environment::default();
    environment.store.set_slow(Duration::from_millis(1));
    let process = environment.start();
    for number in 0..400 {
        record(&process.log, [number]);
        sleep(Duration::from_millis(10)).await;
    }
    process.stop().await;
    let units = environment
        .store
        .committed(|committed| committed.units.len());
    assert!((10..=20).contains(&units), "{units} units in four seconds");
}

#[tokio::test(start_paused = true)]
async fn the_drainer_pauses_after_a_part_for_as_long_as_it_took() {
    let environment = Environment::default();
    record(&environment.open(), 0..70_000);
    environment.store.set_slow(Duration::from_secs(1));
    let process = environment.start();
    wait_until(|| environment.store.total() == 70_000).await;
    let units = environment
        .store
        .committed(|committed| committed.units.clone());
    assert_eq!(units[0].1, 20_000, "it is behind, so it takes more at once");
    for pair in units.windows(2) {
        let apart = pair[1].0 - pair[0].0;
        assert!(apart >= Duration::from_millis(1_990), "{apart:?}");
        assert!(apart <= Duration::from_millis(2_500), "{apart:?}");
    }
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_drainer_does_not_pause_during_shutdown() {
    let environment = Environment::default();
    record(&environment.open(), 0..70_000);
    environment.store.set_slow(Duration::from_secs(1));
    let began = Instant::now();
    environment.count_remaining().await;
    assert_eq!(environment.store.total(), 70_000);
    assert!(began.elapsed() < Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn five_thousand_clicks_are_counted_early() {
    let environment = Environment::default();
    let process = environment.start();
    sleep(Duration::from_secs(1)).await;
    let idle = environment.store.attempts();
    assert_eq!(idle, 0, "nothing waits, so the store is left alone");
    record(&process.log, 0..6_000);
    let began = Instant::now();
    wait_until(|| environment.store.total() > 0).await;
    let took = began.elapsed();
    assert!(took < Duration::from_millis(50), "{took:?}");
    process.stop().await;
}
