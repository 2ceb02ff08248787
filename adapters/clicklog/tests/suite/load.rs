//! Many threads at once, files that change under them, and a drainer that runs after them.

use std::thread;
use std::time::Duration;

use korotko_clicklog::ClickLog;

use crate::site::{Site, record};
use crate::store::Mishap;

/// A site on the real clock, of a machine that may be busy, with a store that is slow and breaks at first.
fn busy_site() -> Site {
    let site = Site {
        file_bytes: 20_000,
        writers: 3,
        grace: Duration::from_mins(5),
        ..Site::default()
    };
    let mishaps = [Mishap::FailsBefore, Mishap::FailsAfter];
    site.store.plan(mishaps.into_iter().cycle().take(6));
    site.store.set_slow(Duration::from_millis(2));
    site
}

fn record_on_eight_threads(log: &ClickLog, clicks: i64) {
    thread::scope(|scope| {
        for first in 0..8 {
            scope.spawn(move || record(log, (first..clicks).step_by(8)));
        }
    });
}

fn assert_once_each(site: &Site, clicks: usize) {
    let counts = site.store.counts();
    assert_eq!(counts.len(), clicks);
    assert!(counts.values().all(|count| *count == 1));
    assert!(site.homes().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_many_threads_record_while_files_change_is_counted_once() {
    let site = busy_site();
    let process = site.start();
    record_on_eight_threads(&process.log, 60_000);
    process.stop().await;
    assert_once_each(&site, 60_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_end_of_the_grace_cuts_off_is_counted_once_by_the_next_process() {
    let mut site = busy_site();
    site.grace = Duration::from_millis(30);
    let process = site.start();
    record_on_eight_threads(&process.log, 60_000);
    process.stop().await;
    site.grace = Duration::from_mins(5);
    // What the first one had begun to do with files may keep its folder held for a moment longer.
    for _ in 0..100 {
        if !site.homes().is_empty() {
            site.clear_up().await;
        }
    }
    assert_once_each(&site, 60_000);
}
