use korotko_core::click::{Counts, Dimension};
use korotko_core::report::ValueRow;
use rust_xlsxwriter::XlsxError;

use super::layout::{CLICKS, NAME, SHARE, TITLE, VISITORS, write_head};
use crate::content::{Content, share};
use crate::page::Page;
use crate::style::Style;
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

pub(super) fn write(
    page: &mut Page<'_>,
    row: u32,
    content: &Content<'_>,
    style: &Style,
) -> Result<Sources, XlsxError> {
    let words = content.words;
    let headers = [words.source, "", words.clicks, words.visitors, words.share];
    write_head(page, row, words.sources, headers, style)?;
    let first = row + 2;
    let counts_here = |value: &&ValueRow| content.clicks(&value.counts) > 0;
    let values: Vec<&ValueRow> = content
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
        write_source(page, end, &name, &value.counts, content, style)?;
        end += 1;
    }
    if !rest.is_empty() {
        let sum = rest.iter().map(|value| value.counts).sum();
        write_source(page, end, words.other, &sum, content, style)?;
        end += 1;
    }
    Ok(Sources { first, end })
}

fn write_source(
    page: &mut Page<'_>,
    row: u32,
    name: &str,
    counts: &Counts,
    content: &Content<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let (clicks, all) = (
        content.clicks(counts),
        content.clicks(&content.document.total),
    );
    page.text((row, NAME), name, &style.list.text)?;
    page.text((row, TITLE), "", &style.list.text)?;
    page.count((row, CLICKS), clicks, &style.list.count)?;
    page.count((row, VISITORS), counts.visitors, &style.list.count)?;
    page.number((row, SHARE), share(clicks, all), &style.list.share)
}
