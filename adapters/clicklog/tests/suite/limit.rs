//! What finds no room is dropped and counted, and nothing else is.

use crate::site::{Site, record, wait_until};

#[tokio::test(start_paused = true)]
async fn beyond_the_limit_clicks_are_dropped_and_when_there_is_room_again_they_are_not() {
    let site = Site {
        limit_bytes: 1_000,
        ..Site::default()
    };
    site.store.set_away(true);
    let process = site.start();
    record(&process.log, 0..100);
    let status = process.log.status();
    assert!((900..=1_000).contains(&status.waiting_bytes), "{status:?}");
    let kept = 100 - i64::try_from(status.dropped).unwrap();
    assert!((5..50).contains(&kept), "{status:?}");

    site.store.set_away(false);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    record(&process.log, 100..105);
    wait_until(|| site.store.total() == usize::try_from(kept + 5).unwrap()).await;
    let numbers: Vec<i64> = site.store.counts().into_keys().collect();
    assert_eq!(numbers, (0..kept).chain(100..105).collect::<Vec<_>>());
    assert_eq!(process.log.status().dropped, status.dropped);
    process.stop().await;
    let noted = site.store.committed(|committed| committed.dropped);
    assert_eq!(noted, status.dropped);
}

#[tokio::test(start_paused = true)]
async fn the_clicks_of_a_dead_process_count_against_the_limit_of_who_adopts_them() {
    let site = Site {
        limit_bytes: 1_000,
        ..Site::default()
    };
    record(&site.open(), 0..100);
    site.store.set_away(true);
    let process = site.start();
    wait_until(|| process.log.status().waiting_bytes > 900).await;
    record(&process.log, 100..110);
    assert!(process.log.status().dropped > 7);
    site.store.set_away(false);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_the_end_is_dropped_and_counted() {
    let site = Site::default();
    let process = site.start();
    let log = process.log.clone();
    process.stop().await;
    record(&log, 0..3);
    assert_eq!(log.status().dropped, 3);
    assert_eq!(log.status().waiting_bytes, 0);
}
