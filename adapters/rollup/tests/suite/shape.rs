//! How many rows there are, and how often they are written.

use std::collections::BTreeSet;

use korotko_core::click::{Counts, Day, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_rollup::{Key, Subject, ValueQuery};

use crate::given::{FIRST, LONG, tally};
use crate::store::Store;

/// The first day of a block.
const BLOCK: i64 = FIRST / 64 * 64;

fn one() -> Counts {
    Counts {
        humans: 1,
        ..Counts::default()
    }
}

#[test]
fn a_small_day_is_one_row_with_all_facets() {
    let mut store = Store::default();
    for quarter in 0..20 {
        store.fold(&[tally(4, BLOCK * 96 + quarter, one(), &["a", "b"])]);
    }
    assert_eq!(store.rows.len(), 1);
    assert_eq!(store.written, 20);
}

/// Once a day, and an owner besides.
#[test]
fn few_clicks_of_a_link_are_one_row_a_block() {
    let mut store = Store::default();
    for day in 0..64 {
        store.fold(&[tally(1, (BLOCK + day) * 96, one(), &["a", "b"])]);
        store.compact(Day(BLOCK + day));
    }
    store.compact(Day(BLOCK + 65));
    assert_eq!(store.rows.len(), 2);
    // Once when it was clicked and once an eighth.
    assert_eq!(store.written, 2 * (64 + 8));
}

#[test]
fn many_clicks_are_split_by_facet() {
    let mut store = Store::default();
    for quarter in 0..64 * 96 {
        let values = [LONG, "a", "b", "c"];
        store.fold(&[tally(
            4,
            BLOCK * 96 + quarter,
            one(),
            &values[..=usize::try_from(quarter).unwrap() % 4],
        )]);
        if quarter % 96 == 0 {
            store.compact(Day(BLOCK + quarter / 96));
        }
    }
    store.compact(Day(BLOCK + 65));
    let partitions: BTreeSet<_> = store.rows.keys().map(|key| key.partition).collect();
    assert_eq!(partitions.len(), 1);
    // Days, and the quarters of four parts of them; of each dimension sums, and values of eight eighths.
    assert_eq!(store.rows.len(), 5 + 5 * (1 + 8));
    // A click of a busy link is written when it is counted, and with its day, its eighth and its block.
    let merged = store.written - 64 * 96;
    assert!(merged <= 64 * 6 + 8 * 11 + 5 + 5 * 9, "{merged}");
}

/// A client can invent as many hosts as it likes.
#[test]
fn the_most_clicked_values_of_a_day_are_kept_and_the_others_become_the_rest() {
    let mut store = Store::default();
    let counts = |humans| Counts {
        humans,
        ..Counts::default()
    };
    for day in [BLOCK, BLOCK + 1] {
        for quarter in 0..20 {
            let mut tally = tally(4, day * 96 + quarter, counts(907), &[]);
            for host in 0..900 {
                let host = (Dimension::Referrer, format!("{quarter:02}-{host:03}"));
                tally.values.push((host, one()));
            }
            for (host, humans) in [(Dimension::REST, 2), ("a.example", 5)] {
                let host = (Dimension::Referrer, host.to_owned());
                tally.values.push((host, counts(humans)));
            }
            store.fold(&[tally]);
        }
    }
    store.compact(Day(BLOCK + 2));
    for day in [BLOCK, BLOCK + 1] {
        let quarters = [day * 96, (day + 1) * 96].map(korotko_core::click::QuarterHour);
        let query = ValueQuery::new(&Span::new(quarters[0], quarters[1]), Dimension::Referrer);
        let subject = Subject::Link(LinkId(4));
        let rows = store.read(&query.ranges(&[subject], &store.partitions()));
        let values = query.sum_of(&rows).sums;
        assert_eq!(values.len(), 1_000);
        assert!(values.contains(&("a.example".to_owned(), counts(100))));
        let sum: Counts = values.into_iter().map(|(_, counts)| counts).sum();
        assert_eq!(sum, counts(20 * 907));
    }
}

#[test]
fn keys_of_unknown_links_find_nothing() {
    let mut store = Store::default();
    store.fold(&[tally(4, BLOCK * 96, one(), &["a"])]);
    let query = ValueQuery::new(&Span::all(), Dimension::Os);
    for link in [i64::MIN, -4, 0, 3, 5, i64::MAX] {
        let ranges = query.ranges(&[Subject::Link(LinkId(link))], &store.partitions());
        assert_eq!(store.read(&ranges), []);
    }
    let _ = Key {
        partition: 0,
        sort: 0,
    };
}
