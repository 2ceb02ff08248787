//! Rows that are not what was written.

use korotko_core::click::{Counts, Day, Dimension, Span};
use korotko_core::id::{LinkId, UserId};
use korotko_rollup::{CountQuery, Subject, ValueQuery};
use proptest::prelude::*;

use crate::given::{DAYS, Event, FIRST, some_events, tally};
use crate::store::Store;

/// What is done to the bytes of a row.
#[derive(Debug, Clone)]
enum Change {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Append(Vec<u8>),
    Replace(Vec<u8>),
}

fn some_change() -> impl Strategy<Value = Change> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..80);
    prop_oneof![
        (any::<prop::sample::Index>(), 1..=255_u8).prop_map(|(at, bits)| Change::Flip(at, bits)),
        any::<prop::sample::Index>().prop_map(Change::Cut),
        bytes().prop_map(Change::Append),
        bytes().prop_map(|mut bytes| {
            bytes.insert(0, 1);
            Change::Replace(bytes)
        }),
    ]
}

fn change(data: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Flip(at, bits) if !data.is_empty() => {
            let at = at.index(data.len());
            data[at] ^= bits;
        }
        Change::Flip(..) => {}
        Change::Cut(at) => data.truncate(at.index(data.len() + 1)),
        Change::Append(bytes) => data.extend(bytes),
        Change::Replace(bytes) => data.clone_from(bytes),
    }
}

/// Asks for everything, of which nothing may panic.
fn ask(store: &Store) {
    let subjects: Vec<_> = (1..=4).map(|link| Subject::Link(LinkId(link))).collect();
    let subjects = [
        subjects,
        vec![Subject::Owner(UserId(1)), Subject::Owner(UserId(2))],
    ]
    .concat();
    let partitions = store.partitions();
    for query in [
        CountQuery::whole(&Span::all()),
        CountQuery::by_step(FIRST * 96 + 5..(FIRST + DAYS) * 96, 23, 96),
    ] {
        let rows = store.read(&query.ranges(&subjects, &partitions));
        let _ = query.by_step_of(&rows);
    }
    for dimension in Dimension::ALL {
        let query = ValueQuery::new(&Span::all(), dimension);
        let rows = store.read(&query.ranges(&subjects, &partitions));
        let _ = query.sum_of(&rows);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_damaged_row_never_panics_a_query(
        events in some_events(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), some_change()), 1..9),
    ) {
        let mut store = Store::default();
        for event in &events {
            match event {
                Event::Fold(tallies) => store.fold(tallies),
                Event::Compact(times, before) => {
                    for _ in 0..*times {
                        store.compact_some(*before);
                    }
                }
            }
            let keys: Vec<_> = store.rows.keys().copied().collect();
            for (row, of) in &changes {
                if !keys.is_empty() {
                    let data = store.rows.get_mut(row.get(&keys)).unwrap();
                    change(data, of);
                }
            }
            ask(&store);
        }
        store.compact(Day(FIRST + DAYS + 70));
        ask(&store);
    }
}

fn one() -> Counts {
    Counts {
        humans: 1,
        ..Counts::default()
    }
}

fn count(store: &Store, link: i64) -> (u64, Vec<String>) {
    let query = CountQuery::whole(&Span::all());
    let ranges = query.ranges(&[Subject::Link(LinkId(link))], &store.partitions());
    let answer = query.sum_of(&store.read(&ranges));
    let names = answer.unreadable.iter().map(ToString::to_string);
    (answer.sums.humans, names.collect())
}

#[test]
fn an_unreadable_row_affects_its_own_subject_only_and_is_reported() {
    let mut store = Store::default();
    let tallies = [1, 4].map(|link| tally(link, FIRST * 96, one(), &["a"]));
    store.fold(&tallies);
    let (key, _) = store
        .rows
        .iter()
        .next()
        .map(|(key, data)| (*key, data))
        .unwrap();
    store.rows.get_mut(&key).unwrap()[0] = 2;
    let name = format!("link 1, day {FIRST}, all facets");
    assert_eq!(count(&store, 1), (0, vec![name.clone()]));
    assert_eq!(count(&store, 4), (1, vec![]));
    // Clicks go on, and the row is kept out of their way.
    store.fold(&tallies);
    assert_eq!(
        store
            .unreadable
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
        [name]
    );
    assert_eq!(count(&store, 1), (1, vec![]));
    store.compact(Day(FIRST + 99));
    assert_eq!(count(&store, 1), (1, vec![]));
    assert_eq!(count(&store, 4), (2, vec![]));
    assert_eq!(store.rows.values().filter(|data| data[0] == 2).count(), 1);
    store.delete(Subject::Link(LinkId(1)));
    assert_eq!(store.rows.values().filter(|data| data[0] == 2).count(), 0);
}

#[test]
fn compaction_skips_unreadable_rows() {
    let mut store = Store::default();
    store.fold(&[1, 4].map(|link| tally(link, FIRST * 96, one(), &["a"])));
    for data in store.rows.values_mut().take(1) {
        data.truncate(3);
    }
    store.compact(Day(FIRST + 99));
    assert_eq!(store.partitions(), [] as [i64; 0]);
    assert_eq!(store.unreadable.len(), 1);
    assert_eq!((count(&store, 1).0, count(&store, 4).0), (0, 1));
}
