//! By how much the rows of the roll-ups grow.

use std::collections::BTreeMap;

use korotko_core::click::{Counts, Dimension, Tally};

use crate::rollup::Grain;

/// Which row of a roll-up: whose, how long, and when.
pub(super) type Key = (i64, Grain, i64);

/// By how much one row grows.
#[derive(Debug, Default)]
pub(super) struct Growth<'t> {
    pub(super) counts: Counts,
    values: BTreeMap<(Dimension, &'t str), Counts>,
}

impl<'t> Growth<'t> {
    fn add(&mut self, tally: &'t Tally) {
        self.counts += tally.counts;
        for ((dimension, value), counts) in &tally.values {
            *self.values.entry((*dimension, value)).or_default() += *counts;
        }
    }

    /// The values in a dimension, by rising value.
    pub(super) fn values(&self, dimension: Dimension) -> impl Iterator<Item = (&'t str, Counts)> {
        let from = self.values.range((dimension, "")..);
        let own = from.take_while(move |((of, _), _)| *of == dimension);
        own.map(|((_, value), counts)| (*value, *counts))
    }
}

/// By how much rows grow, in the order of their keys.
pub(super) type Growths<'t> = BTreeMap<Key, Growth<'t>>;

/// By how much the rows of `owner` grow, by quarter and by day, where a tally has one.
pub(super) fn growths(tallies: &[Tally], owner: impl Fn(&Tally) -> Option<i64>) -> Growths<'_> {
    let mut growths = Growths::new();
    for tally in tallies {
        let Some(id) = owner(tally) else {
            continue;
        };
        let day = tally.quarter.day();
        for (grain, period) in [(Grain::Quarter, tally.quarter.0), (Grain::Day, day.0)] {
            growths.entry((id, grain, period)).or_default().add(tally);
        }
    }
    growths
}
