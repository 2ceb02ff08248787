//! The limit of the click log.

use crate::environment::{Environment, record, wait_until};

#[tokio::test(start_paused = true)]
async fn clicks_beyond_the_limit_are_dropped_until_there_is_space() {
    let environment = Environment {
        limit_bytes: 1_000,
        ..Environment::default()
    };
    environment.store.set_unavailable(true);
    let process = environment.start();
    record(&process.log, 0..100);
    let status = process.log.status();
    assert!((900..=1_000).contains(&status.waiting_bytes), "{status:?}");
    let kept = 100 - i64::try_from(status.dropped).unwrap();
    assert!((5..50).contains(&kept), "{status:?}");

    environment.store.set_unavailable(false);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    record(&process.log, 100..105);
    wait_until(|| environment.store.total() == usize::try_from(kept + 5).unwrap()).await;
    let numbers: Vec<i64> = environment.store.counts().into_keys().collect();
    assert_eq!(numbers, (0..kept).chain(100..105).collect::<Vec<_>>());
    assert_eq!(process.log.status().dropped, status.dropped);
    process.stop().await;
    let noted = environment.store.committed(|committed| committed.dropped);
    assert_eq!(noted, status.dropped);
}

#[tokio::test(start_paused = true)]
async fn adopted_clicks_count_towards_the_limit() {
    let environment = Environment {
        limit_bytes: 1_000,
        ..Environment::default()
    };
    record(&environment.open(), 0..100);
    environment.store.set_unavailable(true);
    let process = environment.start();
    wait_until(|| process.log.status().waiting_bytes > 900).await;
    record(&process.log, 100..110);
    assert!(process.log.status().dropped > 7);
    environment.store.set_unavailable(false);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn clicks_after_the_shutdown_are_dropped_and_counted() {
    let environment = Environment::default();
    let process = environment.start();
    let log = process.log.clone();
    process.stop().await;
    record(&log, 0..3);
    assert_eq!(log.status().dropped, 3);
    assert_eq!(log.status().waiting_bytes, 0);
}
