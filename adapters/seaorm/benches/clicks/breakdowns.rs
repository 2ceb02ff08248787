//! Breakdowns as the store writes them (see `src/breakdown.rs`), to be inserted in bulk.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::measure::Numbers;

/// How many different ones of each size.
pub const VARIANTS: u64 = 8;

/// Of how many clicks each column has how many values at the most: referrers, browsers, systems, devices, languages.
const VALUES: [u64; 5] = [400, 12, 8, 4, 40];

/// The sizes for which there are breakdowns, by rising number of clicks, each a quarter more than the one before.
pub fn sizes(most: u64) -> Vec<u64> {
    let mut sizes: Vec<u64> = (1..=20).collect();
    while sizes.last().is_some_and(|last| *last < most) {
        let last = sizes.last().copied().unwrap_or(1);
        sizes.push(last * 5 / 4);
    }
    sizes
}

/// The five columns of a breakdown of so many clicks, as hexadecimal digits.
pub fn columns(clicks: u64, numbers: &Numbers) -> [String; 5] {
    VALUES.map(|values| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for _ in 0..clicks {
            *counts.entry(value(values, numbers)).or_default() += 1;
        }
        let mut hex = String::from("01");
        put(&mut hex, counts.len() as u64);
        for (value, count) in counts {
            put(&mut hex, value.len() as u64);
            for byte in value.bytes() {
                write!(hex, "{byte:02x}").unwrap();
            }
            for number in [count, 0, 0, count / 2] {
                put(&mut hex, number);
            }
        }
        hex
    })
}

/// One of so many: the half of clicks say one of a few.
fn value(values: u64, numbers: &Numbers) -> String {
    let one = numbers.next() % values;
    let other = numbers.next() % values;
    let number = one * other / values;
    format!("value{number}.example")
}

fn put(hex: &mut String, mut number: u64) {
    while number > 0x7f {
        write!(hex, "{:02x}", (number & 0x7f) | 0x80).unwrap();
        number >>= 7;
    }
    write!(hex, "{number:02x}").unwrap();
}
