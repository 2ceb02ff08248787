//! Batches that are counted in several units of work: every click exactly once, wherever the process dies.

use std::time::Duration;

use tokio::time::sleep;

use crate::environment::{Environment, record, wait_until};
use crate::fake_store::Fault;

const CLICKS: i64 = 6_000;

fn assert_once_each(environment: &Environment) {
    let counts = environment.store.counts();
    assert_eq!(counts.len(), usize::try_from(CLICKS).unwrap());
    assert!(counts.values().all(|count| *count == 1));
    assert!(environment.process_folders().is_empty());
}

/// Files of a dead process, with a click of each link.
fn environment_after_a_death() -> Environment {
    let environment = Environment::default();
    record(&environment.open(), 0..CLICKS);
    environment
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_counted_in_several_units() {
    let environment = environment_after_a_death();
    environment.store.set_slow(Duration::from_millis(100));
    environment.count_remaining().await;
    let units = environment.units();
    assert!((6..=8).contains(&units.len()), "{units:?}");
    assert_once_each(&environment);
}

#[tokio::test(start_paused = true)]
async fn units_grow_on_a_fast_store() {
    let environment = environment_after_a_death();
    environment.store.set_slow(Duration::from_millis(10));
    environment.count_remaining().await;
    let units = environment.units();
    assert!((2..=3).contains(&units.len()), "{units:?}");
    assert_once_each(&environment);
}

#[tokio::test(start_paused = true)]
async fn a_process_that_dies_between_units_loses_no_click_and_doubles_none() {
    let environment = environment_after_a_death();
    environment.store.set_slow(Duration::from_millis(100));
    let mut begun = 0;
    for least in [1, 1_500, 2_500, 4_000] {
        let process = environment.start();
        wait_until(|| environment.store.total() >= least).await;
        // A few more clicks of the links that are counted, and of the others.
        record(&process.log, [0, 5_999]);
        process.die().await;
        let positions = environment
            .store
            .committed(|committed| committed.positions.clone());
        begun += positions
            .values()
            .filter(|position| position.begun.is_some())
            .count();
    }
    assert!(begun > 0, "a process died within a batch");
    environment.count_remaining().await;
    let mut counts = environment.store.counts();
    assert_eq!(counts.insert(0, 1), Some(5));
    assert_eq!(counts.insert(5_999, 1), Some(5));
    assert_eq!(counts.len(), usize::try_from(CLICKS).unwrap());
    assert!(counts.values().all(|count| *count == 1));
    assert!(environment.process_folders().is_empty());
}

#[tokio::test(start_paused = true)]
async fn units_with_unknown_results_count_once() {
    let environment = environment_after_a_death();
    environment.store.set_slow(Duration::from_millis(100));
    let faults = [Fault::FailsAfter, Fault::FailsBefore, Fault::FailsAfter];
    environment.store.plan(faults.into_iter().cycle().take(9));
    let process = environment.start();
    wait_until(|| environment.store.total() >= 2_000).await;
    environment.store.plan(faults);
    wait_until(|| environment.store.total() == 6_000).await;
    sleep(Duration::from_secs(1)).await;
    process.stop().await;
    assert_once_each(&environment);
}
