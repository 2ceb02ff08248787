//! The content of rows: a version, then sections. A section is the code of a facet, a length and bytes. A row has the sections of
//! its own facet; a whole row has all sections.

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};

use korotko_core::click::{Dimension, Tally};

use crate::facet::Facet;
use crate::key::{Address, Row};
use crate::period::{BLOCK, BLOCK_DAYS, DAY, PART};
use crate::series::{self, Period};
use crate::values::{self, Scratch, Sums, Values, each_sum, each_value};
use crate::varint;

/// The version of the format.
const VERSION: u8 = 1;

/// Clicks that are merged from tallies and rows, which are borrowed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content<'b> {
    pub(crate) quarters: Vec<Period>,
    pub(crate) days: Vec<Period>,
    pub(crate) values: BTreeMap<Dimension, Values<'b>>,
    pub(crate) sums: BTreeMap<Dimension, Sums<'b>>,
}

impl<'b> Content<'b> {
    pub(crate) fn add_tally(&mut self, tally: &'b Tally) {
        let quarter = tally.quarter.0.max(0);
        self.quarters.push((quarter, tally.counts));
        for ((dimension, value), counts) in &tally.values {
            let values = self.values.entry(*dimension).or_default();
            values.add(value, (quarter, *counts));
        }
    }

    /// Adds a row. `None` if the row cannot be read; nothing of it is added then.
    pub(crate) fn add_row(&mut self, address: Address, data: &'b [u8]) -> Option<()> {
        if !is_readable(address, data) {
            return None;
        }
        let quarters = address.quarters();
        sections(data, |facet, bytes| {
            self.add_section(&quarters, facet, bytes)
        })
    }

    fn add_section(&mut self, quarters: &Range<i64>, facet: Facet, bytes: &'b [u8]) -> Option<()> {
        match facet {
            Facet::Quarters | Facet::Part(_) => {
                series::decode_all(bytes, quarters, &mut self.quarters)
            }
            Facet::Days => series::decode_all(bytes, &days(quarters), &mut self.days),
            Facet::Values(of) => self.values.entry(of).or_default().decode(bytes, quarters),
            Facet::Sums(of) => self.sums.entry(of).or_default().decode(bytes),
            Facet::Whole => None,
        }
    }

    /// Sorts values, and limits their number a day.
    pub(crate) fn settle(&mut self) {
        self.values.values_mut().for_each(Values::settle);
    }

    /// The approximate size in bytes, once settled.
    pub(crate) fn weight(&self) -> usize {
        let values = self.values.values().map(Values::weight);
        3 * self.quarters.len() + values.sum::<usize>()
    }

    /// The row at this address, with the content of the row that exists there, if that [can be read](is_readable). Values without new
    /// clicks are copied.
    pub(crate) fn encode(
        mut self,
        address: Address,
        old: Option<&'b [u8]>,
        scratch: &mut Scratch,
    ) -> Row {
        let quarters = address.quarters();
        let mut old_values = BTreeMap::new();
        let _ = sections(old.unwrap_or(&[VERSION]), |facet, bytes| match facet {
            Facet::Values(of) => {
                self.values.entry(of).or_default();
                old_values.insert(of, bytes);
                Some(())
            }
            _ => self.add_section(&quarters, facet, bytes),
        });
        let mut data = Vec::with_capacity(old.map_or(0, <[u8]>::len) + 128);
        data.push(VERSION);
        let counts = match address.facet() {
            Facet::Whole => Some((Facet::Quarters, &mut self.quarters, quarters.start)),
            facet @ (Facet::Quarters | Facet::Part(_)) => {
                Some((facet, &mut self.quarters, quarters.start))
            }
            Facet::Days => Some((Facet::Days, &mut self.days, quarters.start / DAY)),
            Facet::Values(_) | Facet::Sums(_) => None,
        };
        if let Some((facet, periods, base)) = counts {
            series::encode(periods, base, &mut scratch.series);
            put_section(&mut data, facet, &scratch.series);
        }
        let mut section = Vec::new();
        for (of, values) in self.values {
            let old = old_values.get(&of).copied().unwrap_or(values::NONE);
            section.clear();
            values.encode(old, &quarters, scratch, &mut section);
            put_section(&mut data, Facet::Values(of), &section);
        }
        for (of, sums) in &self.sums {
            section.clear();
            sums.encode(&mut section);
            put_section(&mut data, Facet::Sums(*of), &section);
        }
        let key = address.key();
        Row { key, data }
    }

    /// Splits a day into the facets that are read separately: counts, and the values of each dimension.
    pub(crate) fn split_day(self) -> Vec<(Facet, Self)> {
        let counts = Self {
            quarters: self.quarters,
            ..Self::default()
        };
        let counts = (Facet::Quarters, counts);
        [counts]
            .into_iter()
            .chain(split_values(self.values))
            .collect()
    }

    /// Splits an eighth, once settled: counts by day, and by quarter hour for each part of the day; the values of each dimension, and
    /// their sums.
    pub(crate) fn split_eighth(self) -> Vec<(Facet, Self)> {
        let values = self.values.iter();
        let sums = values.map(|(dimension, values)| (*dimension, values.sums()));
        let sums: Vec<_> = split_sums(sums).collect();
        let counts = split_counts(self.quarters).into_iter();
        counts
            .chain(split_values(self.values))
            .chain(sums)
            .collect()
    }

    /// Splits a block: counts like those of an eighth, and the sums of values.
    pub(crate) fn split_block(self) -> Vec<(Facet, Self)> {
        let sums = split_sums(self.sums);
        split_counts(self.quarters)
            .into_iter()
            .chain(sums)
            .collect()
    }
}

/// By day, and by quarter hour for each part of the day.
fn split_counts<'b>(quarters: Vec<Period>) -> BTreeMap<Facet, Content<'b>> {
    let mut split: BTreeMap<Facet, Content<'b>> = BTreeMap::new();
    for (quarter, counts) in quarters {
        let days = &mut split.entry(Facet::Days).or_default().days;
        days.push((quarter / DAY, counts));
        let part = Facet::Part(quarter % DAY / PART);
        let quarters = &mut split.entry(part).or_default().quarters;
        quarters.push((quarter, counts));
    }
    split
}

fn split_values(
    values: BTreeMap<Dimension, Values<'_>>,
) -> impl Iterator<Item = (Facet, Content<'_>)> {
    values.into_iter().map(|(dimension, values)| {
        let content = Content {
            values: BTreeMap::from([(dimension, values)]),
            ..Content::default()
        };
        (Facet::Values(dimension), content)
    })
}

fn split_sums<'b>(
    sums: impl IntoIterator<Item = (Dimension, Sums<'b>)>,
) -> impl Iterator<Item = (Facet, Content<'b>)> {
    sums.into_iter().map(|(dimension, sums)| {
        let content = Content {
            sums: BTreeMap::from([(dimension, sums)]),
            ..Content::default()
        };
        (Facet::Sums(dimension), content)
    })
}

fn put_section(data: &mut Vec<u8>, facet: Facet, bytes: &[u8]) {
    data.push(u8::try_from(facet.code()).unwrap_or_default());
    varint::put_bytes(data, bytes);
}

/// Reads a row section by section; `None` if it cannot be read.
#[inline]
pub(crate) fn sections<'b>(
    data: &'b [u8],
    mut each: impl FnMut(Facet, &'b [u8]) -> Option<()>,
) -> Option<()> {
    let (version, mut rest) = data.split_first()?;
    if *version != VERSION {
        return None;
    }
    while let Some((code, bytes)) = rest.split_first() {
        rest = bytes;
        let section = varint::read_bytes(&mut rest)?;
        each(Facet::from_code(i64::from(*code))?, section)?;
    }
    Some(())
}

/// Whether a row can be read to its end.
pub(crate) fn is_readable(address: Address, data: &[u8]) -> bool {
    let quarters = address.quarters();
    let series = |bytes: &[u8], range: &Range<i64>| {
        series::decode(bytes, range, |_, _| ControlFlow::Continue(()))
    };
    let all = sections(data, |facet, bytes| match facet {
        Facet::Quarters | Facet::Part(_) => series(bytes, &quarters),
        Facet::Days => series(bytes, &days(&quarters)),
        Facet::Values(_) => each_value(bytes, |_, _, bytes| series(bytes, &quarters)),
        Facet::Sums(_) => each_sum(bytes, |_, _| ()),
        Facet::Whole => None,
    });
    all.is_some()
}

pub(crate) fn days(quarters: &Range<i64>) -> Range<i64> {
    quarters.start / DAY..quarters.end / DAY
}

// Every gap within a series is shorter than the longest one that can be encoded.
const _: () = assert!(BLOCK < 1 << 16 && BLOCK_DAYS < BLOCK);
