//! The rows of periods that are incomplete or not yet compacted.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use korotko_core::click::Dimension;

use crate::facet::Facet;
use crate::key::{KeyRange, Partition, Subject};
use crate::period::{BLOCK, DAY, EIGHTH, EIGHTH_DAYS, EIGHTHS, HOUR};

/// Partitions of periods, with the slots to read for each subject.
pub(crate) struct Unsettled(Vec<(Partition, RangeInclusive<i64>)>);

impl Unsettled {
    /// Selects, from all partitions of periods that have rows, the slots that may have this facet of these quarter hours; of eighths,
    /// these facets.
    pub(crate) fn new(
        quarters: &Range<i64>,
        facet: Facet,
        of_eighths: &[Facet],
        partitions: &[i64],
    ) -> Self {
        let mut all = BTreeSet::new();
        for partition in partitions
            .iter()
            .filter_map(|it| Partition::from_number(*it))
        {
            let mut partition = Some(partition);
            // A row that is compacted before it is read is found in the partition above.
            while let Some(known) = partition {
                all.insert(known);
                partition = known.above();
            }
        }
        let slots = all.into_iter().flat_map(|partition| {
            let slots = partition.slots_of(quarters, facet, of_eighths);
            slots.into_iter().map(move |slots| (partition, slots))
        });
        Self(slots.collect())
    }

    /// The key ranges of these subjects, including those of the settled facets in these periods.
    pub(crate) fn with(
        &self,
        settled: &[(Facet, Range<i64>)],
        subjects: &[Subject],
    ) -> Vec<KeyRange> {
        let of = |subject: &Subject| {
            let subject = *subject;
            let settled = settled.iter().map(move |(facet, periods)| {
                subject.settled(*facet, periods.start..=periods.end - 1)
            });
            let slots = self.0.iter();
            settled
                .chain(slots.map(move |(partition, slots)| partition.slots(subject, slots.clone())))
        };
        subjects.iter().flat_map(of).collect()
    }
}

/// The sums of whole eighths of a block, and the values of eighths that are partly in the range `start..end` of its quarter hours.
fn eighths(start: i64, end: i64, of: Dimension) -> Vec<RangeInclusive<i64>> {
    let [sums, values] = [Facet::Sums(of), Facet::Values(of)].map(Facet::slot);
    let (first, last) = ((start + EIGHTH - 1) / EIGHTH, end / EIGHTH);
    if first >= last {
        return vec![values + start / EIGHTH..=values + (end - 1) / EIGHTH];
    }
    let mut slots = vec![sums + first..=sums + last - 1];
    slots.extend((start < first * EIGHTH).then(|| values + first - 1..=values + first - 1));
    slots.extend((last * EIGHTH < end).then(|| values + last..=values + last));
    slots
}

impl Partition {
    /// The partition that its rows are merged into the rows of.
    fn above(self) -> Option<Self> {
        match self {
            Self::Day(day) => Some(Self::Eighth(day / EIGHTH_DAYS)),
            Self::Eighth(eighth) => Some(Self::Block(eighth / EIGHTHS)),
            Self::Block(_) => None,
        }
    }

    /// The slots that have this facet of these quarter hours: those of the facet, and those of whole rows.
    fn slots_of(
        self,
        quarters: &Range<i64>,
        facet: Facet,
        of_eighths: &[Facet],
    ) -> Vec<RangeInclusive<i64>> {
        let (period, length, part) = match self {
            Self::Day(day) => (day, DAY, HOUR),
            Self::Eighth(eighth) => (eighth, EIGHTH, DAY),
            Self::Block(block) => (block, BLOCK, EIGHTH),
        };
        let first = period * length;
        let start = quarters.start.clamp(first, first + length) - first;
        let end = quarters.end.clamp(first, first + length) - first;
        if start >= end {
            return Vec::new();
        }
        if let (Self::Block(_), Facet::Values(of)) = (self, facet) {
            return eighths(start, end, of);
        }
        let parts = start / part..=(end - 1) / part;
        let of = |facet: Facet| facet.slot() + parts.start()..=facet.slot() + parts.end();
        match (self, facet) {
            (Self::Day(_), _) => vec![parts],
            (Self::Block(_), _) => of_eighths.iter().copied().map(of).collect(),
            // The slots are adjacent.
            (Self::Eighth(_), Facet::Quarters) => {
                vec![*of(Facet::Whole).start()..=*of(facet).end()]
            }
            (Self::Eighth(_), _) => vec![of(Facet::Whole), of(facet)],
        }
    }
}
