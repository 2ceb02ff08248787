//! Counts by period: for each period that has clicks, in ascending order, a head and the numbers that are not zero. The head is a
//! [varint](crate::varint): the number of periods skipped since the previous one, times 16, plus a bit for each number (1 people,
//! 2 bots, 4 previews, 8 visitors). So most periods take three bytes.

use std::ops::{ControlFlow, Range};

use korotko_core::click::Counts;

use crate::varint::{self, MAX};

/// Longer than any series that is written.
const MAX_PERIODS: u64 = 1 << 16;

/// A period, counted from 1970-01-01T00:00Z, and its counts.
pub(crate) type Period = (i64, Counts);

/// Encodes these periods, which may be unsorted and repeated, into `bytes`. Periods before `base` count in `base`.
pub(crate) fn encode(periods: &mut Vec<Period>, base: i64, bytes: &mut Vec<u8>) {
    join(periods);
    bytes.clear();
    let mut next = base;
    for (period, counts) in periods {
        let gap = u64::try_from(*period - next).unwrap_or_default();
        put_counts(bytes, gap.min(MAX_PERIODS), counts);
        next = *period + 1;
    }
}

/// Decodes what [`encode`] wrote of `range`, until `each` breaks; `None` if it cannot be read.
#[inline]
pub(crate) fn decode(
    mut bytes: &[u8],
    range: &Range<i64>,
    mut each: impl FnMut(i64, Counts) -> ControlFlow<()>,
) -> Option<()> {
    let mut period = range.start;
    while !bytes.is_empty() {
        let (gap, counts) = read_counts(&mut bytes, MAX_PERIODS)?;
        period += i64::try_from(gap).ok()?;
        if period >= range.end {
            return None;
        }
        if each(period, counts).is_break() {
            return Some(());
        }
        period += 1;
    }
    Some(())
}

/// Decodes all of what [`encode`] wrote.
pub(crate) fn decode_all(bytes: &[u8], range: &Range<i64>, into: &mut Vec<Period>) -> Option<()> {
    decode(bytes, range, |period, counts| {
        into.push((period, counts));
        ControlFlow::Continue(())
    })
}

/// Sorts periods, adds up equal ones, and removes those without clicks.
fn join(periods: &mut Vec<Period>) {
    if !periods.is_sorted_by(|(one, _), (next, _)| one < next) {
        periods.sort_unstable_by_key(|(period, _)| *period);
        periods.dedup_by(|(period, counts), (kept, sum)| {
            let is_same = period == kept;
            if is_same {
                *sum += *counts;
            }
            is_same
        });
    }
    periods.retain(|(_, counts)| !counts.is_empty());
}

/// Appends counts, with a number of at most [`MAX_PERIODS`].
pub(crate) fn put_counts(bytes: &mut Vec<u8>, number: u64, counts: &Counts) {
    let numbers = [counts.humans, counts.bots, counts.previews, counts.visitors];
    let bits = numbers.iter().zip([1, 2, 4, 8]);
    let bits = bits.map(|(number, bit)| if *number > 0 { bit } else { 0 });
    varint::put(bytes, (number << 4) | bits.sum::<u64>());
    for number in numbers.into_iter().filter(|number| *number > 0) {
        varint::put(bytes, number.min(MAX));
    }
}

/// Reads from the front of `bytes` what [`put_counts`] appended; the number must be at most `most`. Zero counts are never written and
/// are refused, so that the decoded periods are at most a few times as large as the bytes.
#[inline]
pub(crate) fn read_counts(bytes: &mut &[u8], most: u64) -> Option<(u64, Counts)> {
    let head = varint::read(bytes, (most << 4) | 0xf)?;
    let mut number = |bit: u64| match head & bit {
        0 => Some(0),
        _ => varint::read(bytes, MAX),
    };
    let counts = Counts {
        humans: number(1)?,
        bots: number(2)?,
        previews: number(4)?,
        visitors: number(8)?,
    };
    (!counts.is_empty()).then_some((head >> 4, counts))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::testing::some_periods;

    fn encoded(periods: &mut Vec<Period>, base: i64) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode(periods, base, &mut bytes);
        bytes
    }

    proptest! {
        #[test]
        fn encoded_periods_are_decoded_sorted_and_added_up(periods in some_periods(1_000..7_144)) {
            let bytes = encoded(&mut periods.clone(), 1_000);
            let mut read = Vec::new();
            decode_all(&bytes, &(1_000..7_144), &mut read).unwrap();
            let mut sums: BTreeMap<i64, Counts> = BTreeMap::new();
            for (period, counts) in periods {
                *sums.entry(period).or_default() += counts;
            }
            sums.retain(|_, counts| !counts.is_empty());
            prop_assert_eq!(read, sums.into_iter().collect::<Vec<_>>());
        }

        #[test]
        fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut read = Vec::new();
            let _ = decode_all(&bytes, &(0..6_144), &mut read);
            prop_assert!(read.len() <= bytes.len() / 2);
        }
    }

    #[test]
    fn a_period_takes_three_bytes() {
        let counts = |humans, visitors| Counts {
            humans,
            visitors,
            ..Counts::default()
        };
        let mut periods = vec![(2, counts(7, 1)), (0, counts(1, 0))];
        assert_eq!(encoded(&mut periods, 0), [0x01, 1, 0x19, 7, 1]);
    }

    #[test]
    fn decoding_stops_when_the_caller_breaks() {
        let one = Counts {
            humans: 1,
            ..Counts::default()
        };
        let mut bytes = encoded(&mut vec![(1, one), (4, one)], 0);
        bytes.push(0);
        let stop_at_4 = |period, _| match period {
            4 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        assert_eq!(decode(&bytes, &(0..9), stop_at_4), Some(()));
        assert_eq!(
            decode(&bytes, &(0..9), |_, _| ControlFlow::Continue(())),
            None
        );
    }
}
