//! Clicks by what they say in one dimension: the number of values, and of each value, in the order of their bytes, its length, its
//! text, its sum and the [series](crate::series) of its quarters. The sum stands in front, so that whoever asks for the whole
//! period need not read the series; and in sums alone there is none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::{ControlFlow, Range};

use korotko_core::click::{Counts, Dimension};

use crate::period::DAY;
use crate::series::{self, Period};
use crate::varint::{self, MAX};

/// The most values of a day. A client can invent hosts to come from, and each would be carried along for good.
pub(crate) const MAX_VALUES: usize = 1_000;

/// What there is of no values.
pub(crate) const NONE: &[u8] = &[0];

/// Where values are put together, so that not each is on a page of its own.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    values: Vec<u8>,
    quarters: Vec<Period>,
    pub(crate) series: Vec<u8>,
}

/// What is said of a value: counts in a quarter.
type Said<'b> = (&'b str, Period);

/// Values with their quarters, to be added to: in any order, some more than once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<'b>(Vec<Said<'b>>);

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

    /// Appends them to `bytes`, together with what this wrote of the same quarters before.
    pub(crate) fn encode(
        mut self,
        mut old: &'b [u8],
        range: &Range<i64>,
        scratch: &mut Scratch,
        bytes: &mut Vec<u8>,
    ) {
        self.settle();
        let known = varint::take(&mut &*old, MAX).unwrap_or_default();
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

    /// Puts both together by value, and says how many there are. Those of which nothing is new are copied.
    fn join(&self, old: &[u8], range: &Range<i64>, scratch: &mut Scratch) -> Option<u64> {
        let mut count = 0;
        let mut put = |value: &str, new: &[Said<'_>], old: Counts, series: &[u8]| {
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

    /// What is said of each value, once it is settled.
    fn by_value(&self) -> impl Iterator<Item = (&'b str, &[Said<'b>])> {
        let chunks = self.0.chunk_by(|(one, _), (next, _)| one == next);
        chunks.filter_map(|said| said.first().map(|(value, _)| (*value, said)))
    }

    /// Their sums, once they are settled.
    pub(crate) fn sums(&self) -> Sums<'b> {
        let sums = self.by_value();
        Sums(sums.map(|(value, said)| (value, sum_of(said))).collect())
    }

    /// About how many bytes they take, once they are settled.
    pub(crate) fn weight(&self) -> usize {
        let values = self.by_value();
        let values = values.map(|(value, said)| value.len() + 4 + 3 * said.len());
        values.sum()
    }

    /// Puts each value and quarter once, and in order. Where there are too many values in a day, the most clicked stay, and the
    /// others become the rest.
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
        // Most of it comes in order.
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

    /// Of each day the values that are too many.
    fn rare(&self) -> HashSet<(i64, &'b str)> {
        let mut days: BTreeMap<i64, BTreeMap<&'b str, u64>> = BTreeMap::new();
        // The rest stays the rest, however much it is.
        let said = self.0.iter().filter(|(value, _)| *value != Dimension::REST);
        for (value, quarter) in said {
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

fn sum_of(said: &[Said<'_>]) -> Counts {
    said.iter().map(|(_, (_, counts))| *counts).sum()
}

fn day((quarter, _): &Period) -> i64 {
    quarter.div_euclid(DAY)
}

/// The sums of values, to be added to.
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
    for _ in 0..varint::take(&mut bytes, MAX)? {
        let (value, sum) = take_value(&mut bytes)?;
        each(value, sum, varint::take_bytes(&mut bytes)?)?;
    }
    bytes.is_empty().then_some(())
}

/// Reads what [`Sums::encode`] wrote; `None` if it cannot be read.
pub(crate) fn each_sum<'b>(
    mut bytes: &'b [u8],
    mut each: impl FnMut(&'b str, Counts),
) -> Option<()> {
    for _ in 0..varint::take(&mut bytes, MAX)? {
        let (value, sum) = take_value(&mut bytes)?;
        each(value, sum);
    }
    bytes.is_empty().then_some(())
}

fn put_value(bytes: &mut Vec<u8>, value: &str, sum: &Counts) {
    varint::put_bytes(bytes, value.as_bytes());
    series::put_counts(bytes, 0, sum);
}

fn take_value<'b>(bytes: &mut &'b [u8]) -> Option<(&'b str, Counts)> {
    let value = str::from_utf8(varint::take_bytes(bytes)?).ok()?;
    let (_, sum) = series::take_counts(bytes, 0)?;
    Some((value, sum))
}
