//! The store goes away and comes back.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::site::{Site, record, wait_until};
use crate::store::Mishap;

#[tokio::test(start_paused = true)]
async fn while_the_store_is_away_clicks_wait_and_all_of_them_arrive_afterwards() {
    let site = Site {
        file_bytes: 100_000,
        ..Site::default()
    };
    site.store.set_away(true);
    let process = site.start();
    let mut waited = 0;
    for minute in 0..5 {
        record(&process.log, minute * 10_000..(minute + 1) * 10_000);
        sleep(Duration::from_mins(1)).await;
        let waits = process.log.status().waiting_bytes;
        assert!(waits > waited + 300_000);
        waited = waits;
    }
    assert_eq!(site.store.total(), 0);
    let files = site.files().len();
    assert!(files > 4, "files that are full are closed meanwhile");
    site.store.set_away(false);
    wait_until(|| site.store.total() == 50_000).await;
    assert!(site.store.counts().values().all(|count| *count == 1));
    let most = site
        .store
        .committed(|committed| committed.units.iter().map(|unit| unit.1).max());
    assert!(most <= Some(20_000), "{most:?} in one unit");
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_store_that_does_not_answer_is_asked_less_and_less() {
    let site = Site::default();
    site.store.set_away(true);
    let process = site.start();
    record(&process.log, 0..10);
    sleep(Duration::from_secs(1)).await;
    let soon = site.store.attempts();
    assert!((2..=4).contains(&soon), "{soon} attempts in a second");
    sleep(Duration::from_mins(2)).await;
    let later = site.store.attempts() - soon;
    assert!((20..=30).contains(&later), "{later} in two minutes");
    site.store.set_away(false);
    process.stop().await;
    assert_eq!(site.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_commit_of_which_nobody_knows_whether_it_happened_counts_once() {
    let site = Site::default();
    site.store.plan([
        Mishap::FailsAfter,
        Mishap::FailsBefore,
        Mishap::FailsAfter,
        Mishap::FailsAfter,
    ]);
    let process = site.start();
    for number in 0..40 {
        record(&process.log, [number]);
        sleep(Duration::from_millis(100)).await;
    }
    process.stop().await;
    let counts = site.store.counts();
    assert_eq!(counts.len(), 40);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
}

#[tokio::test(start_paused = true)]
async fn a_process_that_must_end_while_the_store_is_away_ends_in_time_and_leaves_its_clicks() {
    let site = Site {
        grace: Duration::from_secs(3),
        ..Site::default()
    };
    let process = site.start();
    site.store.set_away(true);
    record(&process.log, 0..10);
    let began = Instant::now();
    process.stop().await;
    assert!(began.elapsed() <= Duration::from_secs(4));
    assert_eq!(site.store.total(), 0);

    site.store.set_away(false);
    site.clear_up().await;
    assert_eq!(site.store.counts().len(), 10);
    assert_eq!(site.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_store_that_comes_back_within_the_grace_gets_everything() {
    let site = Site::default();
    site.store.set_away(true);
    let process = site.start();
    record(&process.log, 0..10);
    sleep(Duration::from_mins(1)).await;
    let store = site.store.clone();
    let ended = tokio::spawn(process.stop());
    sleep(Duration::from_secs(5)).await;
    store.set_away(false);
    ended.await.unwrap();
    assert_eq!(store.total(), 10);
    assert!(site.homes().is_empty());
}
