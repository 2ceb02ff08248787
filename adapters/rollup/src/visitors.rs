//! The visitors of a link on a day: an exact set up to a limit, a [sketch](crate::sketch) beyond it.

use std::collections::HashSet;

use korotko_core::click::VisitorHash;

use crate::sketch::Sketch;
use crate::varint::{self, MAX};

/// The maximum size of the exact set.
pub const MAX_EXACT: usize = 10_000;

const EXACT: u8 = 1;
const ESTIMATED: u8 = 2;

/// The visitors of a link on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorSet(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// In ascending order.
    Exact(Vec<i64>),
    Estimated {
        /// The number of visitors that were reported as new.
        counted: u64,
        sketch: Sketch,
    },
}

impl Default for VisitorSet {
    fn default() -> Self {
        Self(Kind::Exact(Vec::new()))
    }
}

impl VisitorSet {
    /// Decodes what [`encode`](Self::encode) wrote; `None` if it cannot be read.
    #[must_use]
    pub fn decode(data: &[u8]) -> Option<Self> {
        let (kind, mut rest) = data.split_first()?;
        let kind = match *kind {
            EXACT => {
                let (visitors, rest) = rest.as_chunks();
                let visitors: Vec<_> = visitors.iter().map(|it| i64::from_le_bytes(*it)).collect();
                let is_set = visitors.is_sorted_by(|one, next| one < next) && rest.is_empty();
                (is_set && visitors.len() <= MAX_EXACT).then_some(Kind::Exact(visitors))?
            }
            ESTIMATED => Kind::Estimated {
                counted: varint::read(&mut rest, MAX)?,
                sketch: Sketch::from_bytes(rest)?,
            },
            _ => return None,
        };
        Some(Self(kind))
    }

    /// Encodes the set: at most 80,001 bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match &self.0 {
            Kind::Exact(visitors) => {
                let bytes = visitors.iter().flat_map(|visitor| visitor.to_le_bytes());
                [EXACT].into_iter().chain(bytes).collect()
            }
            Kind::Estimated { counted, sketch } => {
                let mut bytes = vec![ESTIMATED];
                varint::put(&mut bytes, (*counted).min(MAX));
                bytes.extend_from_slice(sketch.as_bytes());
                bytes
            }
        }
    }

    /// Inserts visitors, and returns for each whether it is new: exact up to 10,000 visitors; beyond, the number of new ones follows the
    /// estimate, which deviates by less than 2 %.
    pub fn insert(&mut self, visitors: &[VisitorHash]) -> Vec<bool> {
        let mut new = self.insert_exactly(visitors);
        let rest = &visitors[new.len()..];
        if !rest.is_empty() {
            new.extend(self.insert_estimated(rest));
        }
        new
    }

    /// As many visitors as the exact set can have.
    fn insert_exactly(&mut self, visitors: &[VisitorHash]) -> Vec<bool> {
        let Kind::Exact(known) = &mut self.0 else {
            return Vec::new();
        };
        let mut fresh = HashSet::new();
        let mut new = Vec::with_capacity(visitors.len());
        for VisitorHash(visitor) in visitors {
            let is_known = known.binary_search(visitor).is_ok() || fresh.contains(visitor);
            if !is_known && known.len() + fresh.len() == MAX_EXACT {
                break;
            }
            new.push(!is_known && fresh.insert(*visitor));
        }
        known.extend(fresh);
        known.sort_unstable();
        new
    }

    fn insert_estimated(&mut self, visitors: &[VisitorHash]) -> Vec<bool> {
        if let Kind::Exact(known) = &self.0 {
            let mut sketch = Sketch::new();
            for visitor in known {
                sketch.insert(visitor.cast_unsigned());
            }
            let counted = known.len() as u64;
            self.0 = Kind::Estimated { counted, sketch };
        }
        let Kind::Estimated { counted, sketch } = &mut self.0 else {
            return Vec::new();
        };
        for VisitorHash(visitor) in visitors {
            sketch.insert(visitor.cast_unsigned());
        }
        let mut left = sketch.estimate().saturating_sub(*counted);
        let mut seen = HashSet::new();
        let new = visitors.iter().map(|visitor| {
            let is_new = left > 0 && seen.insert(visitor);
            left -= u64::from(is_new);
            *counted += u64::from(is_new);
            is_new
        });
        new.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use proptest::prelude::*;

    use super::*;

    fn number(new: &[bool]) -> u64 {
        new.iter().filter(|new| **new).count() as u64
    }

    /// In parts of this size, each read and written again, each visitor twice.
    fn insert_in_parts(visitors: &[VisitorHash], size: usize) -> u64 {
        let mut data = VisitorSet::default().encode();
        let mut sum = 0;
        for part in visitors.chunks(size) {
            let mut set = VisitorSet::decode(&data).unwrap();
            sum += number(&set.insert(&[part, part].concat()));
            data = set.encode();
        }
        sum
    }

    fn some_visitors(seed: i64, count: i64) -> Vec<VisitorHash> {
        let mixed = |number: i64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed());
        (0..count)
            .map(|number| VisitorHash(mixed(seed + number)))
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn up_to_ten_thousand_are_counted_exactly(
            seed in any::<i32>(), count in 0_i64..=10_000, size in 100_usize..20_000,
        ) {
            let visitors = some_visitors(i64::from(seed), count);
            prop_assert_eq!(insert_in_parts(&visitors, size), count.cast_unsigned());
        }

        #[test]
        fn more_are_counted_within_two_percent(
            seed in any::<i32>(), count in 10_001_i64..300_000, size in 5_000_usize..60_000,
        ) {
            let counted = insert_in_parts(&some_visitors(i64::from(seed), count), size).cast_signed();
            prop_assert!((counted - count).abs() * 50 <= count, "{counted} of {count}");
        }

        #[test]
        fn a_set_is_decoded_as_it_was_encoded(visitors in prop::collection::vec(any::<i64>(), 0..99)) {
            let visitors: Vec<_> = visitors.into_iter().map(VisitorHash).collect();
            let mut set = VisitorSet::default();
            set.insert(&visitors);
            prop_assert_eq!(VisitorSet::decode(&set.encode()), Some(set));
        }

        #[test]
        fn arbitrary_bytes_are_read_or_refused(data in prop::collection::vec(any::<u8>(), 0..99)) {
            if let Some(set) = VisitorSet::decode(&data) {
                prop_assert_eq!(set.encode(), data);
            }
        }
    }

    #[test]
    fn a_visitor_is_new_once() {
        let mut set = VisitorSet::default();
        let visitors = [3, i64::MIN, 3, 7].map(VisitorHash);
        assert_eq!(set.insert(&visitors), [true, true, false, true]);
        assert_eq!(set.insert(&visitors), [false; 4]);
    }
}
