//! Whatever was folded in whatever order, and compacted at whatever time: all that is asked adds up.

use std::collections::BTreeMap;
use std::ops::Range;

use korotko_core::click::{Counts, Dimension, QuarterHour, Span, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_rollup::{CountQuery, Subject, ValueQuery};
use proptest::prelude::*;

use crate::given::{DAYS, Event, FIRST, LINKS, owner, some_events};
use crate::store::Store;

/// Carries out events; gives all that was folded.
fn carry_out(store: &mut Store, events: &[Event]) -> Vec<Tally> {
    let mut folded = Vec::new();
    for event in events {
        match event {
            Event::Fold(tallies) => {
                store.fold(tallies);
                folded.extend(tallies.iter().cloned());
            }
            Event::Compact(times, before) => {
                for _ in 0..*times {
                    store.compact_some(*before);
                }
            }
        }
    }
    assert_eq!(store.unreadable, []);
    folded
}

fn subjects() -> Vec<Vec<Subject>> {
    let links = (1..=LINKS).map(|link| Subject::Link(LinkId(link)));
    let owners = [1, 2].map(|user| Subject::Owner(UserId(user)));
    let mut subjects: Vec<Vec<Subject>> = links
        .clone()
        .chain(owners)
        .map(|subject| vec![subject])
        .collect();
    subjects.push(links.collect());
    subjects
}

fn is_of(tally: &Tally, subjects: &[Subject]) -> bool {
    subjects.iter().any(|subject| match subject {
        Subject::Link(link) => tally.link == *link,
        Subject::Owner(user) => owner(tally.link) == Some(*user),
    })
}

struct Asked<'a> {
    store: &'a Store,
    folded: &'a [Tally],
    subjects: Vec<Subject>,
    quarters: Range<i64>,
}

impl Asked<'_> {
    fn span(&self) -> Span {
        Span::new(
            QuarterHour(self.quarters.start),
            QuarterHour(self.quarters.end),
        )
    }

    fn expected(&self) -> impl Iterator<Item = &Tally> {
        let within = self.folded.iter();
        let within = within.filter(|tally| self.quarters.contains(&tally.quarter.0));
        within.filter(|tally| is_of(tally, &self.subjects))
    }

    fn check_whole(&self) {
        let partitions = self.store.partitions();
        let query = CountQuery::whole(&self.span());
        let rows = self.store.read(&query.ranges(&self.subjects, &partitions));
        let sum: Counts = self.expected().map(|tally| tally.counts).sum();
        assert_eq!(query.sum_of(&rows).sums, sum);
        let mut by_subject: BTreeMap<Subject, Counts> = BTreeMap::new();
        for subject in &self.subjects {
            let own = self.expected().filter(|tally| is_of(tally, &[*subject]));
            let sum: Counts = own.map(|tally| tally.counts).sum();
            if !sum.is_empty() {
                by_subject.insert(*subject, sum);
            }
        }
        let sums = query.by_subject_of(&rows).sums;
        assert_eq!(sums, by_subject.into_iter().collect::<Vec<_>>());
    }

    fn check_steps(&self, offset: i64, step: i64) {
        let query = CountQuery::by_step(self.quarters.clone(), offset, step);
        let ranges = query.ranges(&self.subjects, &self.store.partitions());
        let sums = query.by_step_of(&self.store.read(&ranges)).sums;
        let mut expected: BTreeMap<i64, Counts> = BTreeMap::new();
        for tally in self.expected() {
            let step = (tally.quarter.0 + offset).div_euclid(step);
            *expected.entry(step).or_default() += tally.counts;
        }
        assert_eq!(sums, expected.into_iter().collect::<Vec<_>>());
    }

    fn check_values(&self, dimension: Dimension) {
        let query = ValueQuery::new(&self.span(), dimension);
        let ranges = query.ranges(&self.subjects, &self.store.partitions());
        let sums = query.sum_of(&self.store.read(&ranges)).sums;
        let mut expected: BTreeMap<String, Counts> = BTreeMap::new();
        for tally in self.expected() {
            for ((of, value), counts) in &tally.values {
                if *of == dimension {
                    *expected.entry(value.clone()).or_default() += *counts;
                }
            }
        }
        assert_eq!(sums.into_iter().collect::<BTreeMap<_, _>>(), expected);
    }
}

fn some_quarters() -> impl Strategy<Value = Range<i64>> {
    let ends = FIRST * 96 - 50..(FIRST + DAYS) * 96 + 700;
    let whole = |quarter: i64, is_day: bool| if is_day { quarter / 96 * 96 } else { quarter };
    (ends.clone(), ends, any::<bool>(), any::<bool>()).prop_map(move |(one, other, start, end)| {
        whole(one.min(other), start)..whole(one.max(other), end)
    })
}

/// As time zones have them: UTC+5:45 and UTC-9:30 among them.
fn some_steps() -> impl Strategy<Value = (i64, i64)> {
    let offset = prop_oneof![Just(0), Just(23), Just(-38), -60..100_i64];
    let step = prop_oneof![
        Just(1_i64),
        Just(4),
        Just(96),
        Just(192),
        Just(7 * 96),
        1..400_i64
    ];
    (offset, step)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_query_returns_the_sum_of_all_clicks(
        events in some_events(),
        quarters in prop::collection::vec(some_quarters(), 1..4),
        steps in prop::collection::vec(some_steps(), 1..4),
    ) {
        let mut store = Store::default();
        let folded = carry_out(&mut store, &events);
        for quarters in quarters {
            for subjects in subjects() {
                let asked = Asked { store: &store, folded: &folded, subjects, quarters: quarters.clone() };
                asked.check_whole();
                for (offset, step) in &steps {
                    asked.check_steps(*offset, *step);
                }
                for dimension in Dimension::ALL {
                    asked.check_values(dimension);
                }
            }
        }
    }

    /// What is asked while compaction goes on between finding partitions and reading rows.
    #[test]
    fn queries_are_exact_when_partitions_are_compacted_before_they_are_read(events in some_events(), quarters in some_quarters()) {
        let mut store = Store::default();
        let folded = carry_out(&mut store, &events);
        let before = store.partitions();
        let subjects: Vec<_> = subjects().concat().into_iter().take(6).collect();
        let span = Span::new(QuarterHour(quarters.start), QuarterHour(quarters.end));
        let query = CountQuery::whole(&span);
        let ranges = query.ranges(&subjects, &before);
        loop {
            let sums = query.sum_of(&store.read(&ranges)).sums;
            let within = folded.iter().filter(|tally| quarters.contains(&tally.quarter.0));
            let expected = within.map(|tally| {
                let own = subjects.iter().filter(|subject| is_of(tally, &[**subject]));
                std::iter::repeat_n(tally.counts, own.count()).sum::<Counts>()
            });
            prop_assert_eq!(sums, expected.sum::<Counts>());
            if !store.compact_some(korotko_core::click::Day(FIRST + DAYS + 70)) {
                break;
            }
        }
    }

    #[test]
    fn deletion_removes_the_rows_of_the_deleted_subjects_only(events in some_events()) {
        let mut store = Store::default();
        let mut folded = carry_out(&mut store, &events);
        store.delete(Subject::Link(LinkId(2)));
        store.delete(Subject::Owner(UserId(1)));
        let quarters = 0..(FIRST + 2 * DAYS) * 96;
        folded.retain(|tally| tally.link != LinkId(2));
        for subjects in subjects() {
            let folded = if subjects == [Subject::Owner(UserId(1))] { &[][..] } else { &folded };
            let asked = Asked { store: &store, folded, subjects, quarters: quarters.clone() };
            asked.check_whole();
            asked.check_values(Dimension::Browser);
        }
    }
}
