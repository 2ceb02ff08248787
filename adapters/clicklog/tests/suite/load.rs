//! Many threads, rotating files, and a concurrent drainer.

use std::thread;
use std::time::Duration;

use korotko_clicklog::ClickLog;

use crate::environment::{Environment, record};
use crate::fake_store::Fault;

/// An environment on the real clock for a busy machine, with a store that is slow and fails at first.
fn busy_site() -> Environment {
    let environment = Environment {
        file_bytes: 20_000,
        writers: 3,
        grace: Duration::from_mins(5),
        ..Environment::default()
    };
    let faults = [Fault::FailsBefore, Fault::FailsAfter];
    environment.store.plan(faults.into_iter().cycle().take(6));
    environment.store.set_slow(Duration::from_millis(2));
    environment
}

fn record_on_eight_threads(log: &ClickLog, clicks: i64) {
    thread::scope(|scope| {
        for first in 0..8 {
            scope.spawn(move || record(log, (first..clicks).step_by(8)));
        }
    });
}

fn assert_once_each(environment: &Environment, clicks: usize) {
    let counts = environment.store.counts();
    assert_eq!(counts.len(), clicks);
    assert!(counts.values().all(|count| *count == 1));
    assert!(environment.process_folders().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clicks_of_many_threads_are_counted_once_while_files_rotate() {
    let environment = busy_site();
    let process = environment.start();
    record_on_eight_threads(&process.log, 60_000);
    process.stop().await;
    assert_once_each(&environment, 60_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clicks_left_after_the_grace_are_counted_once_by_the_next_process() {
    let mut environment = busy_site();
    environment.grace = Duration::from_millis(30);
    let process = environment.start();
    record_on_eight_threads(&process.log, 60_000);
    process.stop().await;
    environment.grace = Duration::from_mins(5);
    // Pending file operations of the first process may keep its folder locked a moment longer.
    for _ in 0..100 {
        if !environment.process_folders().is_empty() {
            environment.count_remaining().await;
        }
    }
    assert_once_each(&environment, 60_000);
}
