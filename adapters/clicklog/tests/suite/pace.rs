//! The pace of the drainer.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::environment::{Environment, record, wait_until};
use crate::steady::{PER_SECOND, Steady};

#[tokio::test(start_paused = true)]
async fn a_click_is_counted_within_a_quarter_of_a_second() {
    let environment = Environment::default();
    let process = environment.start();
    sleep(Duration::from_secs(3)).await;
    let idle = environment.store.attempts();
    assert_eq!(idle, 0, "nothing waits, so the store is left alone");
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
    let units = environment.units().len();
    assert!((10..=20).contains(&units), "{units} units in four seconds");
}

#[tokio::test(start_paused = true)]
async fn many_clicks_at_once_are_counted_within_two_seconds() {
    let environment = Environment::default();
    let process = environment.start();
    sleep(Duration::from_secs(1)).await;
    record(&process.log, 0..6_000);
    sleep(Duration::from_secs(1)).await;
    wait_until(|| environment.store.total() == 6_000).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn under_load_few_large_units_are_counted() {
    let environment = Environment::default();
    let process = environment.start();
    let load = Steady::on(&process.log, 300);
    sleep(Duration::from_secs(41)).await;
    let clicks = load.end().await;
    let units = environment.units();
    assert!((9..=11).contains(&units.len()), "{units:?}");
    let large = units.iter().filter(|(_, clicks)| *clicks > 3 * PER_SECOND);
    assert!(large.count() >= 9, "{units:?}");
    sleep(Duration::from_secs(1)).await;
    wait_until(|| environment.store.total() == clicks).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_full_batch_is_counted_early() {
    let environment = Environment::default();
    let process = environment.start();
    // More than a batch has room for, and within an interval.
    record(&process.log, (0..250_000).map(|number| number % 300));
    let load = Steady::on(&process.log, 300);
    let began = Instant::now();
    wait_until(|| environment.store.total() >= 200_000).await;
    assert!(began.elapsed() < Duration::from_secs(3));
    load.end().await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn counting_takes_its_share_under_load_and_every_click_is_counted_within_ten_seconds() {
    let environment = Environment::default();
    let taken = Duration::from_millis(300);
    environment.store.set_slow(taken);
    let process = environment.start();
    let load = Steady::on(&process.log, 2_000);
    sleep(Duration::from_secs(10)).await;
    for _ in 0..6 {
        let recorded = load.recorded();
        sleep(Duration::from_secs(10)).await;
        let counted = environment.store.total();
        assert!(counted >= recorded, "{counted} of {recorded}");
    }
    load.end().await;
    let units = environment.units();
    assert!(units.len() > 30, "several units a round: {}", units.len());
    for pair in units.windows(2) {
        let apart = pair[1].0 - pair[0].0;
        assert!(apart >= 4 * taken, "{apart:?}");
    }
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_share_gives_way_when_counting_is_late() {
    let environment = Environment {
        share: 1,
        ..Environment::default()
    };
    environment.store.set_slow(Duration::from_millis(1_500));
    let process = environment.start();
    let load = Steady::on(&process.log, 2_000);
    for _ in 0..10 {
        let recorded = load.recorded();
        sleep(Duration::from_secs(30)).await;
        let counted = environment.store.total();
        assert!(counted >= recorded, "{counted} of {recorded}");
    }
    load.end().await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_share_gives_way_before_the_log_is_full() {
    let environment = Environment {
        share: 1,
        limit_bytes: 1_000_000,
        ..Environment::default()
    };
    environment.store.set_slow(Duration::from_millis(100));
    let process = environment.start();
    let load = Steady::on(&process.log, 2_000);
    for _ in 0..600 {
        sleep(Duration::from_millis(100)).await;
        let status = process.log.status();
        assert!(status.waiting_bytes < 500_000, "{status:?}");
    }
    load.end().await;
    process.stop().await;
    let dropped = environment.store.committed(|committed| committed.dropped);
    assert_eq!(dropped, 0);
}

#[tokio::test(start_paused = true)]
async fn counting_catches_up_without_pauses_after_the_load() {
    let environment = Environment {
        share: 1,
        ..Environment::default()
    };
    environment.store.set_slow(Duration::from_millis(100));
    let process = environment.start();
    let load = Steady::on(&process.log, 2_000);
    sleep(Duration::from_secs(6)).await;
    let clicks = load.end().await;
    assert!(environment.store.total() < clicks / 2);
    sleep(Duration::from_secs(2)).await;
    wait_until(|| environment.store.total() == clicks).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_drainer_does_not_pause_during_shutdown() {
    let environment = Environment {
        share: 1,
        ..Environment::default()
    };
    environment.store.set_slow(Duration::from_millis(200));
    let process = environment.start();
    let load = Steady::on(&process.log, 2_000);
    sleep(Duration::from_secs(6)).await;
    let clicks = load.end().await;
    let began = Instant::now();
    process.stop().await;
    assert!(began.elapsed() < Duration::from_secs(4));
    assert_eq!(environment.store.total(), clicks);
}
