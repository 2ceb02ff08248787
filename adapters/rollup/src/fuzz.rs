//! What must hold for the bytes of any row: a function that panics if it does not. The tests call it with inputs near those of
//! `fuzz/corpus`, and the target in `fuzz` with whatever reaches new code.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "test code")]

use korotko_core::click::{Dimension, VisitorHash};
use korotko_core::id::LinkId;

use crate::content::{Content, is_readable};
use crate::facet::Facet;
use crate::key::{Address, Level, Subject};
use crate::values::Scratch;
use crate::visitors::VisitorSet;

/// A row is read completely or not at all; what is read is written as a row that is read as the same, and is not much larger. The
/// first byte of the input chooses the place of the row, the second one a visitor.
pub fn rollup_row(input: &[u8]) {
    let (place, rest) = input.split_first().unwrap_or((&0, &[]));
    let address = address(*place);
    assert_eq!(Address::from_key(address.key()), Some(address));
    let mut content = Content::default();
    let added = content.add_row(address, rest);
    assert_eq!(added.is_some(), is_readable(address, rest));
    if added.is_none() {
        assert_eq!(content.weight(), 0, "nothing of it is added");
    } else {
        content.settle();
        let written = content.encode(address, None, &mut Scratch::default());
        assert_eq!(written.key, address.key());
        assert!(written.data.len() <= 8 * rest.len() + 256);
        assert_written_again(address, &written.data);
    }
    visitors(rest);
}

/// Each way to write the content of a row again writes the same bytes.
fn assert_written_again(address: Address, data: &[u8]) {
    let mut scratch = Scratch::default();
    let mut content = Content::default();
    content.add_row(address, data).unwrap();
    content.settle();
    assert_eq!(content.encode(address, None, &mut scratch).data, data);
    let nothing = Content::default();
    let merged = nothing.encode(address, Some(data), &mut scratch);
    assert_eq!(merged.data, data, "merged with nothing");
}

fn visitors(data: &[u8]) {
    let Some(mut set) = VisitorSet::decode(data) else {
        return;
    };
    assert_eq!(set.encode(), data);
    let visitor = VisitorHash(data.first().map_or(0, |byte| i64::from(*byte)));
    set.insert(&[visitor]);
    assert_eq!(set.insert(&[visitor]), [false]);
    assert_eq!(VisitorSet::decode(&set.encode()), Some(set));
}

/// One of the places that rows have.
fn address(number: u8) -> Address {
    let values = Facet::Values(Dimension::ALL[0]);
    let level = match number % 9 {
        0 => Level::Hour(490_000),
        1 => Level::Day(Facet::Whole, 20_000),
        2 => Level::Day(Facet::Quarters, 20_000),
        3 => Level::Day(values, 20_000),
        4 => Level::Eighth(Facet::Days, 2_500),
        5 => Level::Eighth(Facet::Part(1), 2_500),
        6 => Level::Settled(values, 2_500),
        7 => Level::Settled(Facet::Sums(Dimension::ALL[1]), 312),
        _ => Level::Settled(Facet::Whole, 312),
    };
    Address {
        subject: Subject::Link(LinkId(7)),
        level,
    }
}

#[cfg(test)]
mod tests {
    korotko_testkit::fuzzed!(rollup_row);
}
