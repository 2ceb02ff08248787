//! Soon enough to be seen, and never in the way of the redirects.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::site::{Site, record, wait_until};

#[tokio::test(start_paused = true)]
async fn a_click_is_counted_within_a_quarter_of_a_second() {
    let site = Site::default();
    let process = site.start();
    sleep(Duration::from_secs(3)).await;
    record(&process.log, [1]);
    sleep(Duration::from_millis(260)).await;
    wait_until(|| site.store.total() == 1).await;
    let began = Instant::now();
    process.stop().await;
    assert!(began.elapsed() < Duration::from_millis(260));
}

#[tokio::test(start_paused = true)]
async fn a_few_clicks_a_second_are_counted_together() {
    let site = Site::default();
    site.store.set_slow(Duration::from_millis(1));
    let process = site.start();
    for number in 0..400 {
        record(&process.log, [number]);
        sleep(Duration::from_millis(10)).await;
    }
    process.stop().await;
    let units = site.store.committed(|committed| committed.units.len());
    assert!((10..=20).contains(&units), "{units} units in four seconds");
}

#[tokio::test(start_paused = true)]
async fn after_a_part_it_rests_for_as_long_as_the_part_took() {
    let site = Site::default();
    record(&site.open(), 0..70_000);
    site.store.set_slow(Duration::from_secs(1));
    let process = site.start();
    wait_until(|| site.store.total() == 70_000).await;
    let units = site.store.committed(|committed| committed.units.clone());
    assert_eq!(units[0].1, 20_000, "it is behind, so it takes more at once");
    for pair in units.windows(2) {
        let apart = pair[1].0 - pair[0].0;
        assert!(apart >= Duration::from_millis(1_990), "{apart:?}");
        assert!(apart <= Duration::from_millis(2_500), "{apart:?}");
    }
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn when_it_is_to_end_it_does_not_rest() {
    let site = Site::default();
    record(&site.open(), 0..70_000);
    site.store.set_slow(Duration::from_secs(1));
    let began = Instant::now();
    site.clear_up().await;
    assert_eq!(site.store.total(), 70_000);
    assert!(began.elapsed() < Duration::from_secs(6));
}

#[tokio::test(start_paused = true)]
async fn five_thousand_clicks_are_not_kept_waiting_for_the_time() {
    let site = Site::default();
    let process = site.start();
    sleep(Duration::from_secs(1)).await;
    let idle = site.store.attempts();
    assert_eq!(idle, 0, "nothing waits, so the store is left alone");
    record(&process.log, 0..6_000);
    let began = Instant::now();
    wait_until(|| site.store.total() > 0).await;
    let took = began.elapsed();
    assert!(took < Duration::from_millis(50), "{took:?}");
    process.stop().await;
}
