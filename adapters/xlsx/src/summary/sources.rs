use std::borrow::Cow;

use korotko_core::click::Dimension;
use korotko_core::display_host;
use korotko_core::report::ValueRow;

use super::layout::{write_counts, write_head};
use crate::cell_text::shortened;
use crate::sheet_writer::{SheetWriter, Written};

/// How many sources are shown; the others are added up.
const MAX_SHOWN: usize = 8;

/// The longest name; longer ones leave no room for the chart.
const MAX_NAME: usize = 40;

/// The rows of the sources.
pub(super) struct Sources {
    pub(super) first: u32,
    /// The row after the last.
    pub(super) end: u32,
}

pub(super) fn write(writer: &mut SheetWriter<'_>, row: u32) -> Written<Sources> {
    let texts = writer.content.texts;
    let headers = (texts.text("workbook-source"), "");
    write_head(writer, row, texts.text("workbook-sources"), headers)?;
    let first = row + 2;
    let counts_here = |value: &&ValueRow| writer.content.clicks(&value.counts) > 0;
    let values: Vec<&ValueRow> = writer
        .content
        .document
        .referrers
        .iter()
        .filter(counts_here)
        .collect();
    let (top, rest) = values.split_at(values.len().min(MAX_SHOWN));
    let mut end = first;
    for value in top {
        let name = match value.value.as_str() {
            "" => Cow::Borrowed(texts.text("workbook-direct")),
            Dimension::REST => Cow::Borrowed(texts.text("workbook-other")),
            host => Cow::Owned(shortened(&display_host(host), MAX_NAME).into_owned()),
        };
        write_counts(writer, end, &name, &value.counts)?;
        end += 1;
    }
    if !rest.is_empty() {
        let sum = rest.iter().map(|value| value.counts).sum();
        write_counts(writer, end, texts.text("workbook-other"), &sum)?;
        end += 1;
    }
    Ok(Sources { first, end })
}
