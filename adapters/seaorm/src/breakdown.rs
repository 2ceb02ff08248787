//! The form in which a stretch of time's clicks are kept by what they say in one dimension: the version, the number of values,
//! then of each value, in the order of their bytes, its length, its text and its numbers of people, bots, previews and
//! visitors. Lengths and numbers are [varints](crate::varint). Where one ends the next may begin, so that a database can hand
//! out many at once.

use std::cmp::{Ordering, Reverse};

use korotko_core::click::{Counts, Dimension};
use korotko_core::ports::StoreError;

use crate::varint::{self, MOST};

/// How the rest is to be read.
const VERSION: u8 = 1;

/// The most values. A client can invent hosts to come from, and each would be carried along for good.
pub(crate) const MOST_VALUES: usize = 1_000;

/// The longest text.
const MAX_LENGTH: u64 = 1 << 16;

/// What is said of values, each once and in order.
pub(crate) fn encode<'v>(
    values: impl IntoIterator<Item = (&'v str, Counts)>,
) -> Result<Vec<u8>, StoreError> {
    write(values.into_iter().collect())
}

/// What `old` says, and `new` besides, which has each value once and in order.
pub(crate) fn merge<'v>(
    old: &[u8],
    new: impl IntoIterator<Item = (&'v str, Counts)>,
) -> Result<Vec<u8>, StoreError> {
    let mut old = decode(old).peekable();
    let mut new = new.into_iter().peekable();
    let mut entries = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return write(entries),
            (Some(Ok((left, _))), Some((right, _))) => left.cmp(right),
            (Some(_), _) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
        };
        let left = old.next_if(|_| order.is_le()).transpose()?;
        let right = new.next_if(|_| order.is_ge());
        let counts = [left, right].into_iter().flatten();
        let counts = counts.map(|(_, counts)| counts).sum();
        if let Some((value, _)) = left.or(right) {
            entries.push((value, counts));
        }
    }
}

/// Reads what [`encode`] and [`merge`] wrote, one or many.
pub(crate) fn decode(bytes: &[u8]) -> Entries<'_> {
    Entries {
        rest: bytes,
        left: 0,
        last: None,
    }
}

/// Takes one breakdown from the front of `bytes`.
pub(crate) fn take<'b>(bytes: &mut &'b [u8]) -> Result<Vec<(&'b str, Counts)>, StoreError> {
    let mut entries = decode(bytes);
    let values = entries.one();
    *bytes = entries.rest;
    values.map_or_else(|| entries.unreadable(), Ok)
}

/// The values of breakdowns, each in order, up to the first that cannot be read.
#[derive(Debug)]
pub(crate) struct Entries<'b> {
    rest: &'b [u8],
    /// How many values of the breakdown are still to come.
    left: u64,
    last: Option<&'b str>,
}

impl<'b> Iterator for Entries<'b> {
    type Item = Result<(&'b str, Counts), StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.left == 0 && !self.rest.is_empty() {
            if self.head().is_none() {
                return Some(self.unreadable());
            }
        }
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        Some(self.entry().map_or_else(|| self.unreadable(), Ok))
    }
}

impl<'b> Entries<'b> {
    fn unreadable<T>(&mut self) -> Result<T, StoreError> {
        *self = decode(&[]);
        Err(StoreError::broken("a breakdown cannot be read"))
    }

    fn one(&mut self) -> Option<Vec<(&'b str, Counts)>> {
        self.head()?;
        let values = std::mem::take(&mut self.left);
        (0..values).map(|_| self.entry()).collect()
    }

    fn head(&mut self) -> Option<()> {
        let (version, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.left = self.varint(MOST)?;
        self.last = None;
        (*version == VERSION).then_some(())
    }

    fn entry(&mut self) -> Option<(&'b str, Counts)> {
        let length = usize::try_from(self.varint(MAX_LENGTH)?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        let value = str::from_utf8(text).ok()?;
        let counts = Counts {
            humans: self.varint(MOST)?,
            bots: self.varint(MOST)?,
            previews: self.varint(MOST)?,
            visitors: self.varint(MOST)?,
        };
        let rises = self.last.is_none_or(|last| last < value);
        self.last = Some(value);
        rises.then_some((value, counts))
    }

    fn varint(&mut self, most: u64) -> Option<u64> {
        varint::take(&mut self.rest, most)
    }
}

fn write(entries: Vec<(&str, Counts)>) -> Result<Vec<u8>, StoreError> {
    encode_all(&capped(entries))
}

/// What is said of values, each once and in order, however many.
pub(crate) fn encode_all(entries: &[(&str, Counts)]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![VERSION];
    varint::put(&mut bytes, entries.len() as u64);
    for (value, counts) in entries {
        put(&mut bytes, value, *counts)?;
    }
    Ok(bytes)
}

/// The most clicked values, in their order, with the others as one, where there are too many.
fn capped(mut entries: Vec<(&str, Counts)>) -> Vec<(&str, Counts)> {
    if entries.len() <= MOST_VALUES {
        return entries;
    }
    // The rest that there was stays the rest, however much it is.
    entries.sort_unstable_by_key(|(value, counts)| {
        let is_rest = *value == Dimension::REST;
        let clicks = if is_rest { 0 } else { counts.clicks() };
        (Reverse(clicks), *value)
    });
    let rest = entries.split_off(MOST_VALUES - 1);
    let rest = rest.into_iter().map(|(_, counts)| counts).sum();
    entries.push((Dimension::REST, rest));
    entries.sort_unstable_by_key(|(value, _)| *value);
    entries
}

fn put(bytes: &mut Vec<u8>, value: &str, counts: Counts) -> Result<(), StoreError> {
    let length = value.len() as u64;
    let numbers = [counts.humans, counts.bots, counts.previews, counts.visitors];
    if length > MAX_LENGTH || numbers.iter().any(|number| *number > MOST) {
        return Err(StoreError::broken("a breakdown would be too large"));
    }
    varint::put(bytes, length);
    bytes.extend_from_slice(value.as_bytes());
    for number in numbers {
        varint::put(bytes, number);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type Values = BTreeMap<String, Counts>;

    fn numbers() -> impl Strategy<Value = Counts> {
        // So that sums still fit.
        let number = prop_oneof![0..200_u64, 0..=MOST / 2];
        [number.clone(), number.clone(), number.clone(), number].prop_map(
            |[humans, bots, previews, visitors]| Counts {
                humans,
                bots,
                previews,
                visitors,
            },
        )
    }

    fn some_values() -> impl Strategy<Value = Values> {
        prop::collection::btree_map("[a-cё.]{0,3}|\\PC{0,40}", numbers(), 0..12)
    }

    fn entries(values: &Values) -> impl Iterator<Item = (&str, Counts)> {
        values
            .iter()
            .map(|(value, counts)| (value.as_str(), *counts))
    }

    fn encoded(values: &Values) -> Vec<u8> {
        encode(entries(values)).unwrap()
    }

    fn decoded(bytes: &[u8]) -> Values {
        let mut values = Values::new();
        for entry in decode(bytes) {
            let (value, counts) = entry.unwrap();
            *values.entry(value.to_owned()).or_default() += counts;
        }
        values
    }

    fn read(bytes: &[u8]) -> Result<Vec<(&str, Counts)>, StoreError> {
        decode(bytes).collect()
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(values in some_values()) {
            prop_assert_eq!(decoded(&encoded(&values)), values);
        }

        #[test]
        fn what_is_merged_adds_up(old in some_values(), new in some_values()) {
            let merged = merge(&encoded(&old), entries(&new)).unwrap();
            let one_after_another = [encoded(&old), encoded(&new)].concat();
            let mut expected = old;
            for (value, counts) in new {
                *expected.entry(value).or_default() += counts;
            }
            prop_assert_eq!(&merged, &encoded(&expected));
            prop_assert_eq!(decoded(&one_after_another), expected);
        }

        #[test]
        fn broken_bytes_are_refused_and_nothing_worse(
            mut bytes in prop::collection::vec(any::<u8>(), 0..60),
            is_versioned in any::<bool>(),
        ) {
            if is_versioned && !bytes.is_empty() {
                bytes[0] = VERSION;
            }
            let merged = merge(&bytes, [("a", Counts::default())]);
            prop_assert!(merged.is_ok() || matches!(merged, Err(StoreError::Broken(_))));
            let read = read(&bytes);
            prop_assert!(read.is_ok() || matches!(read, Err(StoreError::Broken(_))));
        }

        #[test]
        fn what_is_cut_off_is_refused(values in some_values(), cut in any::<prop::sample::Index>()) {
            let bytes = encoded(&values);
            let length = 1 + cut.index(bytes.len() - 1);
            prop_assert!(matches!(read(&bytes[..length]), Err(StoreError::Broken(_))));
        }
    }

    #[test]
    fn of_too_many_values_the_most_clicked_stay_and_the_others_are_one() {
        let counts = |humans| Counts {
            humans,
            ..Counts::default()
        };
        let names: Vec<String> = (0..3_000)
            .map(|number| format!("host-{number:04}"))
            .collect();
        let mut row = encode([("news.example", counts(50)), ("old.example", counts(9))]).unwrap();
        // Thousands of invented ones, over and over.
        for hosts in names.chunks(700) {
            row = merge(&row, hosts.iter().map(|host| (host.as_str(), counts(1)))).unwrap();
        }
        row = merge(&row, [("news.example", counts(1))]).unwrap();
        let values = decoded(&row);
        assert_eq!(values.len(), MOST_VALUES);
        let of = |value: &str| values.get(value).map(|counts| counts.humans);
        assert_eq!((of("news.example"), of("old.example")), (Some(51), Some(9)));
        assert_eq!(
            of(Dimension::REST),
            Some(3_060 - 60 - (MOST_VALUES as u64 - 3))
        );
        let sum: Counts = values.values().copied().sum();
        assert_eq!(sum, counts(3_060));
    }

    #[test]
    fn other_versions_and_disorder_are_refused() {
        for bytes in [
            &[2, 0][..],
            &[VERSION, 2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0],
            &[VERSION, 0, VERSION, 1],
            &[VERSION, 1, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0],
        ] {
            assert!(matches!(read(bytes), Err(StoreError::Broken(_))));
            assert!(matches!(merge(bytes, []), Err(StoreError::Broken(_))));
        }
    }

    #[test]
    fn a_click_takes_a_few_bytes() {
        let counts = Counts {
            humans: 1,
            visitors: 1,
            ..Counts::default()
        };
        let bytes = encode([("Firefox", counts)]).unwrap();
        assert_eq!(bytes, b"\x01\x01\x07Firefox\x01\x00\x00\x01");
    }
}
