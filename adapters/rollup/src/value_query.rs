//! The number of clicks by value of a dimension.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use foldhash::fast::RandomState;
use korotko_core::click::{Counts, Dimension, Span};

use crate::answer::Answer;
use crate::content::sections;
use crate::facet::Facet;
use crate::key::{Address, KeyRange, Row, Subject};
use crate::period::{BLOCK, EIGHTH, periods};
use crate::series;
use crate::unreadable::Unreadable;
use crate::unsettled::Unsettled;
use crate::values::{each_sum, each_value};

/// A query for the number of clicks of each value of a dimension, in a range of quarter hours.
#[derive(Debug, Clone)]
pub struct ValueQuery {
    quarters: Range<i64>,
    dimension: Dimension,
}

impl ValueQuery {
    /// Clicks in this span.
    #[must_use]
    pub fn new(span: &Span, dimension: Dimension) -> Self {
        Self {
            quarters: span.all_quarters(),
            dimension,
        }
    }

    /// The rows to read for these subjects. `partitions` are the partitions of periods that have rows.
    #[must_use]
    pub fn ranges(&self, subjects: &[Subject], partitions: &[i64]) -> Vec<KeyRange> {
        if self.quarters.is_empty() {
            return Vec::new();
        }
        let values = Facet::Values(self.dimension);
        let unsettled = Unsettled::new(&self.quarters, values, &[], partitions);
        unsettled.with(&self.settled(), subjects)
    }

    /// The sums of whole blocks and the eighths outside them; the whole rows of small subjects.
    fn settled(&self) -> Vec<(Facet, Range<i64>)> {
        let Range { start, end } = self.quarters;
        let (first, last) = ((start + BLOCK - 1).div_euclid(BLOCK), end.div_euclid(BLOCK));
        let beside = if first < last {
            [start..first * BLOCK, last * BLOCK..end]
        } else {
            [start..end, end..end]
        };
        let beside =
            beside.map(|quarters| (Facet::Values(self.dimension), periods(&quarters, EIGHTH)));
        let mut settled = beside.to_vec();
        settled.push((Facet::Sums(self.dimension), first..last));
        settled.push((Facet::Whole, periods(&self.quarters, BLOCK)));
        settled.retain(|(_, periods)| !periods.is_empty());
        settled
    }

    /// The counts of each value that has clicks, in no particular order.
    #[must_use]
    pub fn sum_of(&self, rows: &[Row]) -> Answer<Vec<(String, Counts)>> {
        // There may be a million lookups. The hasher is fast, and seeded since clients choose some of the values.
        let mut sums: HashMap<&str, Counts, RandomState> = HashMap::default();
        let mut unreadable = Vec::new();
        let mut found = Vec::new();
        for row in rows {
            let Some(address) = Address::from_key(row.key) else {
                continue;
            };
            found.clear();
            if self.read(address, &row.data, &mut found).is_none() {
                unreadable.push(Unreadable::new(address));
                continue;
            }
            for (value, counts) in &found {
                *sums.entry(value).or_default() += *counts;
            }
        }
        let sums = sums.into_iter();
        Answer {
            sums: sums
                .map(|(value, counts)| (value.to_owned(), counts))
                .collect(),
            unreadable,
        }
    }

    fn read<'r>(
        &self,
        address: Address,
        data: &'r [u8],
        found: &mut Vec<(&'r str, Counts)>,
    ) -> Option<()> {
        let own = address.quarters();
        let is_whole = self.quarters.start <= own.start && own.end <= self.quarters.end;
        sections(data, |facet, bytes| match facet {
            Facet::Sums(of) if of == self.dimension => {
                each_sum(bytes, |value, sum| found.push((value, sum)))
            }
            Facet::Values(of) if of == self.dimension => each_value(bytes, |value, sum, series| {
                let sum = if is_whole {
                    sum
                } else {
                    self.within(&own, sum, series)?
                };
                found.extend((!sum.is_empty()).then_some((value, sum)));
                Some(())
            }),
            _ => Some(()),
        })
    }

    /// The part of a value's sum within these quarter hours.
    fn within(&self, own: &Range<i64>, total: Counts, series: &[u8]) -> Option<Counts> {
        // The clicks at the end are the sum without those before, so the end is not decoded.
        let is_end = own.end <= self.quarters.end;
        let read = if is_end {
            own.start..self.quarters.start
        } else {
            self.quarters.clone()
        };
        let mut sum = Counts::default();
        series::decode(series, own, |quarter, counts| {
            if quarter >= read.end {
                return ControlFlow::Break(());
            }
            if quarter >= read.start {
                sum += counts;
            }
            ControlFlow::Continue(())
        })?;
        Some(if is_end { total.without(&sum) } else { sum })
    }
}
