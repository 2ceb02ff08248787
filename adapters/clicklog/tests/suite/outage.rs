//! Outages of the store.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::environment::{Environment, record, wait_until};
use crate::fake_store::Fault;

#[tokio::test(start_paused = true)]
async fn clicks_wait_during_an_outage_and_are_counted_afterwards() {
    let environment = Environment {
        file_bytes: 100_000,
        ..Environment::default()
    };
    environment.store.set_unavailable(true);
    let process = environment.start();
    let mut waited = 0;
    for minute in 0..5 {
        record(&process.log, minute * 10_000..(minute + 1) * 10_000);
        sleep(Duration::from_mins(1)).await;
        let waits = process.log.status().waiting_bytes;
        assert!(waits > waited + 300_000);
        waited = waits;
    }
    let status = process.log.status();
    let (least, most) = (Duration::from_mins(4), Duration::from_mins(6));
    assert!((least..most).contains(&status.oldest_age), "{status:?}");
    assert!(status.fold_failures > 9 && status.folds == 0, "{status:?}");
    assert_eq!(environment.store.total(), 0);
    let files = environment.files().len();
    assert!(files > 4, "full files are rotated during the outage");
    environment.store.set_unavailable(false);
    wait_until(|| environment.store.total() == 50_000).await;
    assert!(environment.store.counts().values().all(|count| *count == 1));
    wait_until(|| process.log.status().counted == 50_000).await;
    let status = process.log.status();
    assert_eq!(
        (status.oldest_age, status.waiting_bytes),
        (Duration::ZERO, 0)
    );
    assert!(status.folds > 0, "{status:?}");
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn retries_slow_down_during_an_outage() {
    let environment = Environment::default();
    environment.store.set_unavailable(true);
    let process = environment.start();
    record(&process.log, 0..10);
    sleep(Duration::from_secs(1)).await;
    let soon = environment.store.attempts();
    assert!((2..=4).contains(&soon), "{soon} attempts in a second");
    sleep(Duration::from_mins(2)).await;
    let later = environment.store.attempts() - soon;
    assert!((20..=30).contains(&later), "{later} in two minutes");
    environment.store.set_unavailable(false);
    process.stop().await;
    assert_eq!(environment.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_commit_with_an_unknown_result_counts_once() {
    let environment = Environment::default();
    environment.store.plan([
        Fault::FailsAfter,
        Fault::FailsBefore,
        Fault::FailsAfter,
        Fault::FailsAfter,
    ]);
    let process = environment.start();
    for number in 0..40 {
        record(&process.log, [number]);
        sleep(Duration::from_millis(100)).await;
    }
    process.stop().await;
    let counts = environment.store.counts();
    assert_eq!(counts.len(), 40);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn a_shutdown_during_an_outage_ends_in_time_and_keeps_the_clicks() {
    let environment = Environment {
        grace: Duration::from_secs(3),
        ..Environment::default()
    };
    let process = environment.start();
    environment.store.set_unavailable(true);
    record(&process.log, 0..10);
    let began = Instant::now();
    process.stop().await;
    assert!(began.elapsed() <= Duration::from_secs(4));
    assert_eq!(environment.store.total(), 0);

    environment.store.set_unavailable(false);
    environment.count_remaining().await;
    assert_eq!(environment.store.counts().len(), 10);
    assert_eq!(environment.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn clicks_are_counted_if_the_store_recovers_within_the_grace() {
    let environment = Environment::default();
    environment.store.set_unavailable(true);
    let process = environment.start();
    record(&process.log, 0..10);
    sleep(Duration::from_mins(1)).await;
    let store = environment.store.clone();
    let ended = tokio::spawn(process.stop());
    sleep(Duration::from_secs(5)).await;
    store.set_unavailable(false);
    ended.await.unwrap();
    assert_eq!(store.total(), 10);
    assert!(environment.process_folders().is_empty());
}
