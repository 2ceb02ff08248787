//! Clicks by what they say in one dimension: the number of values, and of each value, in the order of their bytes, its length, its
//! text, its sum and the [series](crate::series) of its quarters. The sum stands in front, so that whoever asks for the whole
//! period need not read the series; and in sums alone there is none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use korotko_core::click::{Counts, Dimension};

use crate::period::DAY;
use crate::series::{self, Period};
use crate::varint::{self, MAX};

/// The most values of a day. A client can invent hosts to come from, and each would be carried along for good.
pub(crate) const MAX_VALUES: usize = 1_000;

/// What there is of no values.
pub(crate) const NONE: &[u8] = &[0];

/// Values with their quarters, to be added to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values<'b>(pub(crate) BTreeMap<&'b str, Vec<Period>>);

impl<'b> Values<'b> {
    pub(crate) fn add(&mut self, value: &'b str, quarters: impl IntoIterator<Item = Period>) {
        self.0.entry(value).or_default().extend(quarters);
    }

    /// Adds what [`encode`](Self::encode) wrote.
    pub(crate) fn decode(&mut self, bytes: &'b [u8], range: &Range<i64>) -> Option<()> {
        each_value(bytes, |value, _, series| {
            let quarters = self.0.entry(value).or_default();
            series::decode_all(series, range, quarters)
        })
    }

    /// As bytes, together with what this wrote of the same quarters before.
    pub(crate) fn encode(mut self, mut old: &'b [u8], range: &Range<i64>) -> Vec<u8> {
        let known = varint::take(&mut &*old, MAX).unwrap_or_default();
        if known + self.0.len() as u64 > MAX_VALUES as u64 {
            let _ = self.decode(old, range);
            old = NONE;
        }
        self.cap();
        let mut joined = Vec::with_capacity(old.len() + 64);
        let count = self.join(old, range, &mut joined).unwrap_or_default();
        let mut bytes = Vec::with_capacity(joined.len() + 2);
        varint::put(&mut bytes, count);
        bytes.append(&mut joined);
        bytes
    }

    /// Appends both to `bytes` by value, and says how many there are. Those of which nothing is new are copied.
    fn join(self, old: &[u8], range: &Range<i64>, bytes: &mut Vec<u8>) -> Option<u64> {
        let mut count = 0;
        let mut put = |value: &str, sum: &Counts, series: &[u8]| {
            put_value(bytes, value, sum);
            varint::put_bytes(bytes, series);
            count += 1;
        };
        let mut own = self.0.into_iter().peekable();
        each_value(old, |value, sum, series| {
            while let Some((new, mut quarters)) = own.next_if(|(new, _)| *new < value) {
                put(
                    new,
                    &sum_of(&quarters),
                    &series::encode(&mut quarters, range.start),
                );
            }
            let Some((_, mut quarters)) = own.next_if(|(new, _)| *new == value) else {
                put(value, &sum, series);
                return Some(());
            };
            let sum = sum_of(&quarters) + sum;
            series::decode_all(series, range, &mut quarters)?;
            put(value, &sum, &series::encode(&mut quarters, range.start));
            Some(())
        })?;
        for (new, mut quarters) in own {
            put(
                new,
                &sum_of(&quarters),
                &series::encode(&mut quarters, range.start),
            );
        }
        Some(count)
    }

    /// Their sums; there are no more values of a day than there may be from now on.
    pub(crate) fn sums(&mut self) -> Sums<'b> {
        self.cap();
        let values = self.0.iter();
        Sums(
            values
                .map(|(value, quarters)| (*value, sum_of(quarters)))
                .collect(),
        )
    }

    /// Where there are too many values in a day, the most clicked stay, and the others become the rest.
    fn cap(&mut self) {
        self.0
            .retain(|_, quarters| quarters.iter().any(|(_, counts)| !counts.is_empty()));
        if self.0.len() <= MAX_VALUES {
            return;
        }
        let rare = self.rare();
        let mut rest = Vec::new();
        for (value, quarters) in &mut self.0 {
            quarters.retain(|quarter| {
                let is_rare = rare.contains(&(day(quarter), *value));
                rest.extend(is_rare.then_some(*quarter));
                !is_rare
            });
        }
        self.0.retain(|_, quarters| !quarters.is_empty());
        if !rest.is_empty() {
            self.add(Dimension::REST, rest);
        }
    }

    /// Of each day the values that are too many.
    fn rare(&self) -> HashSet<(i64, &'b str)> {
        let mut days: BTreeMap<i64, BTreeMap<&'b str, u64>> = BTreeMap::new();
        for (value, quarters) in &self.0 {
            // The rest stays the rest, however much it is.
            for quarter in quarters.iter().filter(|_| *value != Dimension::REST) {
                let values = days.entry(day(quarter)).or_default();
                *values.entry(value).or_default() += quarter.1.clicks();
            }
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

fn sum_of(quarters: &[Period]) -> Counts {
    quarters.iter().map(|(_, counts)| *counts).sum()
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
