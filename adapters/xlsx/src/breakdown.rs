//! The sheet of where clicks came from, and by what.

use korotko_core::click::{Counts, Dimension};
use korotko_core::report::ValueRow;

use crate::content::count_of;
use crate::page::{Page, Written};
use crate::paper;

/// The most values of one dimension; the rest are added up in one row.
const MAX_VALUES: usize = 1_000;

/// The columns that a list takes: name, clicks, visitors, and a gap.
const STRIDE: u16 = 4;

/// The values of a dimension, and what they are called.
struct List<'a> {
    header: &'static str,
    values: &'a [ValueRow],
    name: &'a dyn Fn(&'a str) -> &'a str,
    width: f64,
}

pub(crate) fn write(page: &mut Page<'_>) -> Written {
    let (document, words) = (page.content.document, page.content.words);
    page.sheet.set_name(words.breakdown_sheet)?;
    paper::lay_out(page.sheet, 0);
    page.sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    let list = |header, values, name, width| List {
        header,
        values,
        name,
        width,
    };
    let referrer = |value| match value {
        Dimension::REST => words.other,
        value => named(value, words.direct),
    };
    let known = |value| named(value, words.unknown);
    let device = |value| words.device_name(value);
    let language = |value| named(words.language_name(value), words.unknown);
    let lists = [
        list(words.source, &document.referrers, &referrer, 34.0),
        list(words.browser, &document.browsers, &known, 24.0),
        list(words.system, &document.systems, &known, 22.0),
        list(words.device, &document.devices, &device, 19.0),
        list(words.language_heading, &document.languages, &language, 18.0),
    ];
    for (place, list) in (0..).zip(&lists) {
        write_list(page, place * STRIDE, list)?;
    }
    Ok(())
}

fn named<'a>(value: &'a str, empty: &'a str) -> &'a str {
    if value.is_empty() { empty } else { value }
}

fn write_list(page: &mut Page<'_>, column: u16, list: &List<'_>) -> Written {
    let words = page.content.words;
    page.sheet.set_column_width(column, list.width)?;
    page.sheet.set_column_width(column + 1, 11)?;
    page.sheet.set_column_width(column + 2, 12)?;
    page.sheet.set_column_width(column + 3, 2)?;
    page.text((0, column), list.header, &page.style.list.head)?;
    page.text((0, column + 1), words.clicks, &page.style.list.head_right)?;
    page.text((0, column + 2), words.visitors, &page.style.list.head_right)?;
    // What only bots have is nothing where bots do not count.
    let counts_here =
        |value: &&ValueRow| page.content.clicks(&value.counts) + value.counts.visitors > 0;
    let values: Vec<&ValueRow> = list.values.iter().filter(counts_here).collect();
    let (shown, rest) = values.split_at(values.len().min(MAX_VALUES));
    let mut row = 1;
    let mut write_row = |page: &mut Page<'_>, name: &str, counts: &Counts| {
        page.text((row, column), name, &page.style.list.text)?;
        page.counts((row, column + 1), counts, &page.style.list.count)?;
        row += 1;
        Written::Ok(())
    };
    for value in shown {
        write_row(page, (list.name)(&value.value), &value.counts)?;
    }
    if !rest.is_empty() {
        let sum = rest.iter().map(|value| value.counts).sum();
        write_row(page, &(words.more_values)(count_of(rest)), &sum)?;
    }
    let total = &page.content.document.total;
    page.text((row, column), words.total, &page.style.list.sum)?;
    page.counts((row, column + 1), total, &page.style.list.sum_count)
}
