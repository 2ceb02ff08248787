//! The form in which the counts of many stretches of time stand behind one another: how many bytes follow, so that they can be
//! passed over, and then of each stretch that has clicks, in order, a head and those of its numbers that are not zero. The head
//! is a [varint](crate::varint) of how many stretches were left out since the one before, times 16, and a bit for each number: 1
//! people, 2 bots, 4 previews, 8 visitors. So most stretches take three bytes. A column of one series begins with its version;
//! an empty one has no clicks.

use std::ops::ControlFlow;

use korotko_core::click::Counts;
use korotko_core::ports::StoreError;

use crate::varint::{self, MOST};

/// How the rest is to be read.
pub(crate) const VERSION: u8 = 1;

/// The most stretches of one series, and more than there are of any.
const MOST_STRETCHES: u64 = 1 << 16;

/// The most bytes of one series.
const MOST_BYTES: u64 = MOST_STRETCHES * 32;

/// A stretch of time, by its place among those that a series is of, and its counts.
pub(crate) type Stretch = (i64, Counts);

/// A column of one series. Places come in any order, and some more than once.
pub(crate) fn encode(stretches: &mut Vec<Stretch>) -> Result<Vec<u8>, StoreError> {
    if stretches.is_empty() {
        return Ok(Vec::new());
    }
    let mut bytes = vec![VERSION];
    put(&mut bytes, stretches)?;
    Ok(bytes)
}

/// Reads what [`encode`] wrote, one or many behind one another; of each as long as `each` wants to go on.
pub(crate) fn decode(
    mut bytes: &[u8],
    mut each: impl FnMut(i64, Counts) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    while let Some((version, rest)) = bytes.split_first() {
        bytes = rest;
        let read = (*version == VERSION).then(|| take(&mut bytes, &mut each));
        let broken = || StoreError::broken("a series cannot be read");
        read.flatten().ok_or_else(broken)?;
    }
    Ok(())
}

/// Puts a series behind `bytes`.
pub(crate) fn put(bytes: &mut Vec<u8>, stretches: &mut Vec<Stretch>) -> Result<(), StoreError> {
    join(stretches);
    let mut series = Vec::with_capacity(stretches.len() * 3);
    let mut next = 0;
    for (place, counts) in stretches {
        let gap = u64::try_from(*place - next).map_err(StoreError::broken)?;
        put_counts(&mut series, gap, counts)?;
        next = *place + 1;
    }
    varint::put(bytes, series.len() as u64);
    bytes.extend(series);
    Ok(())
}

/// Each place once, in order, and none without clicks.
fn join(stretches: &mut Vec<Stretch>) {
    stretches.sort_unstable_by_key(|(place, _)| *place);
    stretches.dedup_by(|(place, counts), (kept, sum)| {
        let is_same = place == kept;
        if is_same {
            *sum += *counts;
        }
        is_same
    });
    stretches.retain(|(_, counts)| !counts.is_empty());
}

fn put_counts(bytes: &mut Vec<u8>, gap: u64, counts: &Counts) -> Result<(), StoreError> {
    let numbers = [counts.humans, counts.bots, counts.previews, counts.visitors];
    if gap > MOST_STRETCHES || numbers.iter().any(|number| *number > MOST) {
        return Err(StoreError::broken("a series would be too large"));
    }
    let bits = numbers.iter().zip([1, 2, 4, 8]);
    let bits = bits.map(|(number, bit)| if *number > 0 { bit } else { 0 });
    varint::put(bytes, (gap << 4) | bits.sum::<u64>());
    for number in numbers.into_iter().filter(|number| *number > 0) {
        varint::put(bytes, number);
    }
    Ok(())
}

/// Takes a series from the front of `bytes`, and reads it as long as `each` wants to go on; `None` if it cannot be read.
#[inline]
pub(crate) fn take(
    bytes: &mut &[u8],
    mut each: impl FnMut(i64, Counts) -> ControlFlow<()>,
) -> Option<()> {
    let length = usize::try_from(varint::take(bytes, MOST_BYTES)?).ok()?;
    let (mut series, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    let mut place = 0;
    while !series.is_empty() {
        let head = varint::take(&mut series, MOST_STRETCHES << 4 | 0xf)?;
        place += i64::try_from(head >> 4).ok()?;
        let mut number = |bit: u64| match head & bit {
            0 => Some(0),
            _ => varint::take(&mut series, MOST),
        };
        let counts = Counts {
            humans: number(1)?,
            bots: number(2)?,
            previews: number(4)?,
            visitors: number(8)?,
        };
        if each(place, counts).is_break() {
            return Some(());
        }
        place += 1;
    }
    Some(())
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    pub(crate) fn some_stretches() -> impl Strategy<Value = Vec<Stretch>> {
        let number = || prop_oneof![Just(0), 0..200_u64, 0..=MOST / 64];
        let counts = (number(), number(), number(), number()).prop_map(
            |(humans, bots, previews, visitors)| Counts {
                humans,
                bots,
                previews,
                visitors,
            },
        );
        prop::collection::vec((0..6_144_i64, counts), 0..30)
    }

    /// Added up by place, without those that have no clicks.
    pub(crate) fn by_place(stretches: &[Stretch]) -> BTreeMap<i64, Counts> {
        let mut sums: BTreeMap<i64, Counts> = BTreeMap::new();
        for (place, counts) in stretches {
            *sums.entry(*place).or_default() += *counts;
        }
        sums.retain(|_, counts| !counts.is_empty());
        sums
    }

    fn decoded(bytes: &[u8]) -> Result<Vec<Stretch>, StoreError> {
        let mut read = Vec::new();
        decode(bytes, |place, counts| {
            read.push((place, counts));
            ControlFlow::Continue(())
        })?;
        Ok(read)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_in_order_and_added_up(stretches in some_stretches()) {
            let bytes = encode(&mut stretches.clone()).unwrap();
            let read = decoded(&bytes).unwrap();
            let expected: Vec<_> = by_place(&stretches).into_iter().collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn what_is_cut_off_or_too_long_is_refused(
            stretches in some_stretches(),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = encode(&mut stretches.clone()).unwrap();
            if !bytes.is_empty() {
                let length = 1 + cut.index(bytes.len() - 1);
                prop_assert!(matches!(decoded(&bytes[..length]), Err(StoreError::Broken(_))));
                bytes.push(0);
                prop_assert!(matches!(decoded(&bytes), Err(StoreError::Broken(_))));
            }
        }

        #[test]
        fn broken_bytes_are_refused_and_nothing_worse(
            mut bytes in prop::collection::vec(any::<u8>(), 0..60),
            is_versioned in any::<bool>(),
        ) {
            if is_versioned && !bytes.is_empty() {
                bytes[0] = VERSION;
            }
            let read = decoded(&bytes);
            prop_assert!(read.is_ok() || matches!(read, Err(StoreError::Broken(_))));
        }
    }

    #[test]
    fn who_has_enough_passes_over_the_rest() {
        let one = Counts {
            humans: 1,
            ..Counts::default()
        };
        let series = encode(&mut vec![(1, one), (4, one), (5, one)]).unwrap();
        let mut read = Vec::new();
        let stop_at_4 = |place, _| {
            read.push(place);
            if place < 4 {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        decode(&series.repeat(2), stop_at_4).unwrap();
        assert_eq!(read, [1, 4, 1, 4]);
    }

    #[test]
    fn a_stretch_takes_three_bytes() {
        let counts = |humans, visitors| Counts {
            humans,
            visitors,
            ..Counts::default()
        };
        let bytes = encode(&mut vec![(2, counts(7, 1)), (0, counts(1, 0))]).unwrap();
        assert_eq!(bytes, [VERSION, 5, 0x01, 1, 0x19, 7, 1]);
    }
}
