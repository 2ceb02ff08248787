//! Exactly-once counting across crashes.

use std::collections::BTreeMap;
use std::thread;

use korotko_clicklog::ClickLog;
use korotko_core::click::Tally;
use proptest::prelude::*;
use proptest::sample::select;

use crate::clicks::click;
use crate::environment::{Environment, record, wait_until};
use crate::fake_store::Fault;

/// The life of a process that records some clicks.
#[derive(Debug, Clone)]
struct Life {
    clicks: i64,
    /// The faults of its first commits.
    faults: Vec<Fault>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It dies during a commit, which takes effect or not.
    InCommit(bool),
    /// It dies after everything is counted.
    WhenCounted,
    /// It dies at once.
    AtOnce,
    /// It shuts down.
    Stopped,
}

fn lives() -> impl Strategy<Value = Life> {
    let failures = select(vec![Fault::FailsBefore, Fault::FailsAfter]);
    let ends = select(vec![
        End::InCommit(true),
        End::InCommit(false),
        End::WhenCounted,
        End::AtOnce,
        End::Stopped,
    ]);
    (1..60_i64, prop::collection::vec(failures, 0..3), ends).prop_map(|(clicks, faults, end)| {
        Life {
            clicks,
            faults,
            end,
        }
    })
}

/// Runs one process, whose clicks are numbered from `first` on.
async fn live(environment: &Environment, life: &Life, first: i64) {
    environment.store.plan(life.faults.iter().copied());
    if let End::InCommit(happened) = life.end {
        environment.store.plan([if happened {
            Fault::HangsAfter
        } else {
            Fault::HangsBefore
        }]);
    }
    let process = environment.start();
    let until = first + life.clicks;
    record_on_two_threads(&process.log, first, until);
    let all_counted = || environment.store.total() == usize::try_from(until).unwrap();
    match life.end {
        End::AtOnce => process.die().await,
        End::Stopped => process.stop().await,
        End::WhenCounted => {
            wait_until(all_counted).await;
            process.die().await;
        }
        End::InCommit(_) => {
            // A commit before the last one may have counted everything although it failed.
            tokio::select! {
                () = environment.store.hangs.notified() => {}
                () = wait_until(all_counted) => {}
            }
            process.die().await;
        }
    }
    environment.store.clear_faults();
}

fn record_on_two_threads(log: &ClickLog, first: i64, until: i64) {
    let middle = first.midpoint(until);
    thread::scope(|scope| {
        scope.spawn(|| record(log, first..middle));
        scope.spawn(|| record(log, middle..until));
    });
}

fn once_each(until: i64) -> BTreeMap<i64, usize> {
    (0..until).map(|number| (number, 1)).collect()
}

fn on_still_clock<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(test)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_click_is_counted_once_for_any_end_of_its_process(lives in prop::collection::vec(lives(), 1..6)) {
        on_still_clock(async {
            let environment = Environment::default();
            let mut first = 0;
            for life in &lives {
                live(&environment, life, first).await;
                first += life.clicks;
            }
            environment.count_remaining().await;
            assert_eq!(environment.store.counts(), once_each(first));
            assert_eq!(environment.process_folders(), Vec::<std::path::PathBuf>::new());
        });
    }
}

#[tokio::test(start_paused = true)]
async fn counted_clicks_equal_the_recorded_ones() {
    let environment = Environment::default();
    record(&environment.open(), 0..100);
    environment.count_remaining().await;
    let counted = environment
        .store
        .committed(|committed| committed.clicks.clone());
    let recorded = (0..100).map(|number| {
        let click = click(number);
        let tallies = Tally::from_clicks([&click], |_| None, |_| click.visitor.is_some());
        (number, tallies)
    });
    assert_eq!(counted, recorded.collect());
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_counting_and_removing_a_file_counts_no_click_twice() {
    let environment = Environment::default();
    let process = environment.start_counted(10).await;
    assert!(!environment.files().is_empty());
    process.die().await;
    environment.count_remaining().await;
    assert_eq!(environment.store.counts(), once_each(10));
    assert_eq!(environment.files(), Vec::<std::path::PathBuf>::new());
}

#[tokio::test(start_paused = true)]
async fn counting_resumes_at_the_stored_position() {
    let environment = Environment::default();
    let process = environment.start_counted(10).await;
    record(&process.log, 10..25);
    process.die().await;
    environment.count_remaining().await;
    assert_eq!(environment.store.counts(), once_each(25));
}
