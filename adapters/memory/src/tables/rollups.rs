use std::ops::Range;

use korotko_core::click::{Counts, Dimension, Tally};
use korotko_core::id::{LinkId, UserId};
use rpds::RedBlackTreeMapSync;

/// Whose clicks are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whose {
    Link(LinkId),
    Owner(UserId),
}

/// Clicks added up by quarters of an hour: all of them, and by what they say in each dimension. Days are not added up as well:
/// in memory it is soon done.
#[derive(Debug, Clone, Default)]
pub(crate) struct RollupTable {
    all: RedBlackTreeMapSync<(Whose, i64), Counts>,
    by_value: RedBlackTreeMapSync<(Whose, Dimension, i64, String), Counts>,
}

impl RollupTable {
    pub(crate) fn add(&mut self, whose: Whose, tally: &Tally) {
        let quarter = tally.quarter.0;
        add(&mut self.all, (whose, quarter), tally.counts);
        for ((dimension, value), counts) in &tally.values {
            let key = (whose, *dimension, quarter, value.clone());
            add(&mut self.by_value, key, *counts);
        }
    }

    /// The clicks of each quarter that has any, in order.
    pub(crate) fn by_quarter(
        &self,
        whose: Whose,
        quarters: &Range<i64>,
    ) -> impl Iterator<Item = (i64, Counts)> + use<'_> {
        let (first, end) = ends(quarters);
        let found = self.all.range((whose, first)..(whose, end));
        found.map(|((_, quarter), counts)| (*quarter, *counts))
    }

    /// The clicks of each quarter and value.
    pub(crate) fn by_value(
        &self,
        whose: Whose,
        dimension: Dimension,
        quarters: &Range<i64>,
    ) -> impl Iterator<Item = (&str, Counts)> + use<'_> {
        let (first, end) = ends(quarters);
        let at = |quarter| (whose, dimension, quarter, String::new());
        let found = self.by_value.range(at(first)..at(end));
        found.map(|((.., value), counts)| (value.as_str(), *counts))
    }

    pub(crate) fn delete(&mut self, whose: Whose) {
        let all = self.by_quarter(whose, &(i64::MIN..i64::MAX));
        let quarters: Vec<i64> = all.map(|(quarter, _)| quarter).collect();
        for quarter in quarters {
            self.all.remove_mut(&(whose, quarter));
        }
        for dimension in Dimension::ALL {
            let at = |quarter| (whose, dimension, quarter, String::new());
            let values = self.by_value.range(at(i64::MIN)..at(i64::MAX));
            let keys: Vec<_> = values.map(|(key, _)| key.clone()).collect();
            for key in keys {
                self.by_value.remove_mut(&key);
            }
        }
    }
}

/// The ends of a range, in order also when it is empty.
fn ends(quarters: &Range<i64>) -> (i64, i64) {
    (quarters.start, quarters.end.max(quarters.start))
}

fn add<K: Ord + Clone>(counts: &mut RedBlackTreeMapSync<K, Counts>, key: K, more: Counts) {
    match counts.get_mut(&key) {
        Some(counts) => *counts += more,
        None => counts.insert_mut(key, more),
    }
}
