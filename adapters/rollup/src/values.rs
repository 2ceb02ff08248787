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

    /// Appends them to `bytes`.
    pub(crate) fn encode(&mut self, bytes: &mut Vec<u8>, base: i64) {
        self.cap();
        varint::put(bytes, self.0.len() as u64);
        for (value, quarters) in &mut self.0 {
            let series = series::encode(quarters, base);
            let sum: Counts = quarters.iter().map(|(_, counts)| *counts).sum();
            put_value(bytes, value, &sum);
            varint::put_bytes(bytes, &series);
        }
    }

    /// Their sums; there are no more values of a day than there may be from now on.
    pub(crate) fn sums(&mut self) -> Sums<'b> {
        self.cap();
        let values = self.0.iter();
        let sums = values.map(|(value, quarters)| {
            let sum = quarters.iter().map(|(_, counts)| *counts).sum();
            (*value, sum)
        });
        Sums(sums.collect())
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

    pub(crate) fn append(&mut self, other: Self) {
        for (value, sum) in other.0 {
            *self.0.entry(value).or_default() += sum;
        }
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
