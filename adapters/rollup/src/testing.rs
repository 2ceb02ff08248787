//! Fixtures of unit tests.

use std::ops::Range;

use korotko_core::click::Counts;
use proptest::prelude::*;

use crate::series::Period;

pub(crate) fn some_counts() -> impl Strategy<Value = Counts> {
    let number = || prop_oneof![Just(0), 0..200_u64, 0..(1_u64 << 34)];
    (number(), number(), number(), number()).prop_map(|(humans, bots, previews, visitors)| Counts {
        humans,
        bots,
        previews,
        visitors,
    })
}

pub(crate) fn some_periods(range: Range<i64>) -> impl Strategy<Value = Vec<Period>> {
    prop::collection::vec((range, some_counts()), 0..30)
}
