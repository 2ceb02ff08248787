use korotko_core::click::Dimension;
use korotko_core::report::ValueRow;

use super::layout::{write_counts, write_head};
use crate::page::{Page, Written};
use crate::text::shortened;

/// How many are shown; the rest are added up.
const MOST: usize = 8;

/// The longest name, which must leave the chart some room.
const MAX_NAME: usize = 40;

/// Where the sources stand.
pub(super) struct Sources {
    pub(super) first: u32,
    /// The row after the last.
    pub(super) end: u32,
}

pub(super) fn write(page: &mut Page<'_>, row: u32) -> Written<Sources> {
    let words = page.content.words;
    let headers = [words.source, "", words.clicks, words.visitors, words.share];
    write_head(page, row, words.sources, headers)?;
    let first = row + 2;
    let counts_here = |value: &&ValueRow| page.content.clicks(&value.counts) > 0;
    let values: Vec<&ValueRow> = page
        .content
        .document
        .referrers
        .iter()
        .filter(counts_here)
        .collect();
    let (top, rest) = values.split_at(values.len().min(MOST));
    let mut end = first;
    for value in top {
        let name = match value.value.as_str() {
            "" => words.direct.into(),
            Dimension::REST => words.other.into(),
            host => shortened(host, MAX_NAME),
        };
        write_counts(page, end, &name, &value.counts)?;
        end += 1;
    }
    if !rest.is_empty() {
        let sum = rest.iter().map(|value| value.counts).sum();
        write_counts(page, end, words.other, &sum)?;
        end += 1;
    }
    Ok(Sources { first, end })
}
