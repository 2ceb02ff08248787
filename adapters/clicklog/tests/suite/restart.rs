//! Exactly once, wherever a process dies.

use std::collections::BTreeMap;
use std::thread;

use korotko_clicklog::ClickLog;
use korotko_core::click::Tally;
use proptest::prelude::*;
use proptest::sample::select;

use crate::clicks::click;
use crate::site::{Site, record, wait_until};
use crate::store::Mishap;

/// What becomes of a process that records some clicks.
#[derive(Debug, Clone)]
struct Life {
    clicks: i64,
    /// What goes wrong with its first commits.
    mishaps: Vec<Mishap>,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It dies over a commit that happened or did not.
    InCommit(bool),
    /// It dies when everything is counted.
    WhenCounted,
    /// It dies at once.
    AtOnce,
    /// It is stopped.
    Stopped,
}

fn lives() -> impl Strategy<Value = Life> {
    let failures = select(vec![Mishap::FailsBefore, Mishap::FailsAfter]);
    let ends = select(vec![
        End::InCommit(true),
        End::InCommit(false),
        End::WhenCounted,
        End::AtOnce,
        End::Stopped,
    ]);
    (1..60_i64, prop::collection::vec(failures, 0..3), ends).prop_map(|(clicks, mishaps, end)| {
        Life {
            clicks,
            mishaps,
            end,
        }
    })
}

/// One life, of which the clicks have the numbers from `first` on.
async fn live(site: &Site, life: &Life, first: i64) {
    site.store.plan(life.mishaps.iter().copied());
    if let End::InCommit(happened) = life.end {
        site.store.plan([if happened {
            Mishap::HangsAfter
        } else {
            Mishap::HangsBefore
        }]);
    }
    let process = site.start();
    let until = first + life.clicks;
    record_on_two_threads(&process.log, first, until);
    let all_counted = || site.store.total() == usize::try_from(until).unwrap();
    match life.end {
        End::AtOnce => process.die().await,
        End::Stopped => process.stop().await,
        End::WhenCounted => {
            wait_until(all_counted).await;
            process.die().await;
        }
        End::InCommit(_) => {
            // A commit before the last one may have counted everything, although it failed.
            tokio::select! {
                () = site.store.hangs.notified() => {}
                () = wait_until(all_counted) => {}
            }
            process.die().await;
        }
    }
    site.store.forget_mishaps();
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
    fn every_click_is_counted_once_however_its_process_ends(lives in prop::collection::vec(lives(), 1..6)) {
        on_still_clock(async {
            let site = Site::default();
            let mut first = 0;
            for life in &lives {
                live(&site, life, first).await;
                first += life.clicks;
            }
            site.clear_up().await;
            assert_eq!(site.store.counts(), once_each(first));
            assert_eq!(site.homes(), Vec::<std::path::PathBuf>::new());
        });
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_counted_is_what_was_recorded() {
    let site = Site::default();
    record(&site.open(), 0..100);
    site.clear_up().await;
    let counted = site.store.committed(|committed| committed.clicks.clone());
    let recorded = (0..100).map(|number| {
        let click = click(number);
        let tallies = Tally::from_clicks([&click], |_| None, |_| click.visitor.is_some());
        (number, tallies)
    });
    assert_eq!(counted, recorded.collect());
}

#[tokio::test(start_paused = true)]
async fn a_process_that_dies_between_a_count_and_the_removal_of_its_file_doubles_nothing() {
    let site = Site::default();
    let process = site.start_counted(10).await;
    assert!(!site.files().is_empty());
    process.die().await;
    site.clear_up().await;
    assert_eq!(site.store.counts(), once_each(10));
    assert_eq!(site.files(), Vec::<std::path::PathBuf>::new());
}

#[tokio::test(start_paused = true)]
async fn a_part_is_taken_up_where_the_store_stands_and_not_where_it_began() {
    let site = Site::default();
    let process = site.start_counted(10).await;
    record(&process.log, 10..25);
    process.die().await;
    site.clear_up().await;
    assert_eq!(site.store.counts(), once_each(25));
}
