//! Clicks by value of one dimension: the number of values; and for each value, in ascending order of bytes, its length, its text,
//! its sum and the [series](crate::series) of its quarter hours. The sum comes first, so a query for the whole period does not read
//! the series; sums alone have no series.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::{ControlFlow, Range};

use korotko_core::click::{Counts, Dimension};

use crate::period::DAY;
use crate::series::{self, Period};
use crate::varint::{self, MAX};

/// The maximum number of values a day. Clients can invent referrers, and each would be kept permanently.
pub(crate) const MAX_VALUES: usize = 1_000;

/// The encoding of no values.
pub(crate) const NONE: &[u8] = &[0];

/// Reused buffers.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    values: Vec<u8>,
    quarters: Vec<Period>,
    pub(crate) series: Vec<u8>,
}

/// A value, and its counts in a quarter hour.
type Pair<'b> = (&'b str, Period);

/// Values by quarter hour, unsorted and repeated until settled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<'b>(Vec<Pair<'b>>);

impl<'b> Values<'b> {
    pub(crate) fn add(&mut self, value: &'b str, quarter: Period) {
        self.0.push((value, quarter));
    }

    /// Adds what [`encode`](Self::encode) wrote.
    pub(crate) fn decode(&mut self, bytes: &'b [u8], range: &Range<i64>) -> Option<()> {
        each_value(bytes, |value, _, series| {
            series::decode(series, range, |quarter, counts| {
                self.add(value, (quarter, counts));
                ControlFlow::Continue(())
            })
        })
    }

    /// Appends them to `bytes`, merged with an earlier encoding of the same quarter hours.
    pub(crate) fn encode(
        mut self,
        mut old: &'b [u8],
        range: &Range<i64>,
        scratch: &mut Scratch,
        bytes: &mut Vec<u8>,
    ) {
        self.settle();
        let known = varint::read(&mut &*old, MAX).unwrap_or_default();
        if known + self.by_value().count() as u64 > MAX_VALUES as u64 {
            let _ = self.decode(old, range);
            self.settle();
            old = NONE;
        }
        scratch.values.clear();
        let count = self.join(old, range, scratch).unwrap_or_default();
        varint::put(bytes, count);
        bytes.extend_from_slice(&scratch.values);
    }

    /// Merges by value, and returns the number of values. Values without new clicks are copied.
    fn join(&self, old: &[u8], range: &Range<i64>, scratch: &mut Scratch) -> Option<u64> {
        let mut count = 0;
        let mut put = |value: &str, new: &[Pair<'_>], old: Counts, series: &[u8]| {
            count += 1;
            put_value(&mut scratch.values, value, &(old + sum_of(new)));
            if new.is_empty() {
                varint::put_bytes(&mut scratch.values, series);
                return Some(());
            }
            let quarters = &mut scratch.quarters;
            quarters.clear();
            quarters.extend(new.iter().map(|(_, quarter)| *quarter));
            series::decode_all(series, range, quarters)?;
            series::encode(quarters, range.start, &mut scratch.series);
            varint::put_bytes(&mut scratch.values, &scratch.series);
            Some(())
        };
        let mut own = self.by_value().peekable();
        each_value(old, |value, sum, series| {
            while let Some((before, new)) = own.next_if(|(new, _)| *new < value) {
                put(before, new, Counts::default(), &[])?;
            }
            let same = own.next_if(|(new, _)| *new == value);
            put(value, same.map_or(&[], |(_, new)| new), sum, series)
        })?;
        for (value, new) in own {
            put(value, new, Counts::default(), &[])?;
        }
        Some(count)
    }

    /// The pairs of each value, once settled.
    fn by_value(&self) -> impl Iterator<Item = (&'b str, &[Pair<'b>])> {
        let chunks = self.0.chunk_by(|(one, _), (next, _)| one == next);
        chunks.filter_map(|pairs| pairs.first().map(|(value, _)| (*value, pairs)))
    }

    /// The sums, once settled.
    pub(crate) fn sums(&self) -> Sums<'b> {
        let sums = self.by_value();
        Sums(sums.map(|(value, pairs)| (value, sum_of(pairs))).collect())
    }

    /// The approximate size in bytes, once settled.
    pub(crate) fn weight(&self) -> usize {
        let values = self.by_value();
        let values = values.map(|(value, pairs)| value.len() + 4 + 3 * pairs.len());
        values.sum()
    }

    /// Sorts by value and quarter hour, and adds up equal ones. If a day has too many values, the most clicked are kept and the others
    /// are counted as [`Dimension::REST`].
    pub(crate) fn settle(&mut self) {
        self.merge();
        if self.by_value().count() <= MAX_VALUES {
            return;
        }
        let rare = self.rare();
        for (value, quarter) in &mut self.0 {
            if rare.contains(&(day(quarter), *value)) {
                *value = Dimension::REST;
            }
        }
        self.merge();
    }

    fn merge(&mut self) {
        // Most of it is sorted already.
        self.0
            .sort_by(|(one, (at, _)), (other, (other_at, _))| (one, at).cmp(&(other, other_at)));
        self.0
            .dedup_by(|(value, (at, counts)), (kept, (kept_at, sum))| {
                let is_same = at == kept_at && value == kept;
                if is_same {
                    *sum += *counts;
                }
                is_same
            });
        self.0.retain(|(_, (_, counts))| !counts.is_empty());
    }

    /// The values of each day that exceed the maximum.
    fn rare(&self) -> HashSet<(i64, &'b str)> {
        let mut days: BTreeMap<i64, BTreeMap<&'b str, u64>> = BTreeMap::new();
        // The rest itself is never replaced.
        let pairs = self.0.iter().filter(|(value, _)| *value != Dimension::REST);
        for (value, quarter) in pairs {
            let values = days.entry(day(quarter)).or_default();
            *values.entry(value).or_default() += quarter.1.clicks();
        }
        let rare = days.into_iter().flat_map(|(day, values)| {
            let mut values: Vec<_> = values.into_iter().collect();
            values.sort_by_key(|(_, clicks)| Reverse(*clicks));
            let rare = values.into_iter().skip(MAX_VALUES - 1);
            rare.map(move |(value, _)| (day, value))
        });
        rare.collect()
    }
}

fn sum_of(pairs: &[Pair<'_>]) -> Counts {
    pairs.iter().map(|(_, (_, counts))| *counts).sum()
}

fn day((quarter, _): &Period) -> i64 {
    quarter.div_euclid(DAY)
}

/// The sums of values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums<'b>(BTreeMap<&'b str, Counts>);

impl<'b> Sums<'b> {
    /// Adds what [`encode`](Self::encode) wrote.
    pub(crate) fn decode(&mut self, bytes: &'b [u8]) -> Option<()> {
        each_sum(bytes, |value, sum| {
            *self.0.entry(value).or_default() += sum;
        })
    }

    /// Appends them to `bytes`.
    pub(crate) fn encode(&self, bytes: &mut Vec<u8>) {
        varint::put(bytes, self.0.len() as u64);
        for (value, sum) in &self.0 {
            put_value(bytes, value, sum);
        }
    }
}

/// Reads what [`Values::encode`] wrote: each value with its sum and its series; `None` if it cannot be read.
#[inline]
pub(crate) fn each_value<'b>(
    mut bytes: &'b [u8],
    mut each: impl FnMut(&'b str, Counts, &'b [u8]) -> Option<()>,
) -> Option<()> {
    for _ in 0..varint::read(&mut bytes, MAX)? {
        let (value, sum) = read_value(&mut bytes)?;
        each(value, sum, varint::read_bytes(&mut bytes)?)?;
    }
    bytes.is_empty().then_some(())
}

/// Reads what [`Sums::encode`] wrote; `None` if it cannot be read.
pub(crate) fn each_sum<'b>(
    mut bytes: &'b [u8],
    mut each: impl FnMut(&'b str, Counts),
) -> Option<()> {
    for _ in 0..varint::read(&mut bytes, MAX)? {
        let (value, sum) = read_value(&mut bytes)?;
        each(value, sum);
    }
    bytes.is_empty().then_some(())
}

fn put_value(bytes: &mut Vec<u8>, value: &str, sum: &Counts) {
    varint::put_bytes(bytes, value.as_bytes());
    series::put_counts(bytes, 0, sum);
}

fn read_value<'b>(bytes: &mut &'b [u8]) -> Option<(&'b str, Counts)> {
    let value = str::from_utf8(varint::read_bytes(bytes)?).ok()?;
    let (_, sum) = series::read_counts(bytes, 0)?;
    Some((value, sum))
}
