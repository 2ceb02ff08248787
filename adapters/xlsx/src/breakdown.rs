//! The sheet of clicks by source, browser, operating system, device and language.

use std::borrow::Cow;

use korotko_core::click::{Counts, Dimension};
use korotko_core::display_host;
use korotko_core::report::ValueRow;

use crate::content::count_of;
use crate::names;
use crate::print_layout;
use crate::sheet_writer::{SheetWriter, Written};

/// The most values of one dimension; the others are added up in one row.
const MAX_VALUES: usize = 1_000;

/// The columns of a list: name, clicks, visitors, and a gap.
const STRIDE: u16 = 4;

/// The values of a dimension.
struct List<'a> {
    header: &'static str,
    values: &'a [ValueRow],
    /// The name of a value as people read it.
    name: &'a dyn Fn(&'a str) -> Cow<'a, str>,
    width: f64,
}

pub(crate) fn write(writer: &mut SheetWriter<'_>) -> Written {
    let (document, texts) = (writer.content.document, writer.content.texts);
    writer
        .sheet
        .set_name(texts.text("workbook-breakdown-sheet"))?;
    print_layout::set(writer.sheet, 0);
    writer.sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 0)?;
    let list = |header, values, name, width| List {
        header: texts.text(header),
        values,
        name,
        width,
    };
    let referrer = |value| match value {
        "" => Cow::Borrowed(texts.text("workbook-direct")),
        Dimension::REST => Cow::Borrowed(texts.text("workbook-other")),
        host => display_host(host),
    };
    let unknown = texts.text("workbook-unknown");
    let known = |value| Cow::Borrowed(named(value, unknown));
    let device = |value| Cow::Borrowed(names::device(texts, value));
    let language = |value| Cow::Borrowed(named(names::language(texts, value), unknown));
    let lists = [
        list("workbook-source", &document.referrers, &referrer, 34.0),
        list("workbook-browser", &document.browsers, &known, 24.0),
        list("workbook-system", &document.systems, &known, 22.0),
        list("workbook-device", &document.devices, &device, 19.0),
        list("workbook-language", &document.languages, &language, 18.0),
    ];
    for (index, list) in (0..).zip(&lists) {
        write_list(writer, index * STRIDE, list)?;
    }
    Ok(())
}

fn named<'a>(value: &'a str, empty: &'a str) -> &'a str {
    if value.is_empty() { empty } else { value }
}

fn write_list(writer: &mut SheetWriter<'_>, column: u16, list: &List<'_>) -> Written {
    let texts = writer.content.texts;
    writer.set_width(column, list.header, list.width)?;
    writer.sheet.set_column_width(column + 3, 2)?;
    writer.text((0, column), list.header, &writer.style.list.head)?;
    let numbers = [("workbook-clicks", 11.0), ("workbook-visitors", 12.0)];
    for (column, (header, width)) in (column + 1..).zip(numbers) {
        let header = texts.text(header);
        writer.set_width(column, header, width)?;
        writer.text((0, column), header, &writer.style.list.head_right)?;
    }
    // Values that only bots have are left out if bots do not count.
    let counts_here =
        |value: &&ValueRow| writer.content.clicks(&value.counts) + value.counts.visitors > 0;
    let values: Vec<&ValueRow> = list.values.iter().filter(counts_here).collect();
    let (shown, rest) = values.split_at(values.len().min(MAX_VALUES));
    let mut row = 1;
    let mut write_row = |writer: &mut SheetWriter<'_>, name: &str, counts: &Counts| {
        writer.text((row, column), name, &writer.style.list.text)?;
        writer.counts((row, column + 1), counts, &writer.style.list.count)?;
        row += 1;
        Written::Ok(())
    };
    for value in shown {
        write_row(writer, &(list.name)(&value.value), &value.counts)?;
    }
    if !rest.is_empty() {
        let sum = rest.iter().map(|value| value.counts).sum();
        let more = texts.with("workbook-more-values", &[("count", count_of(rest).into())]);
        write_row(writer, &more, &sum)?;
    }
    let total = &writer.content.document.total;
    writer.text(
        (row, column),
        texts.text("workbook-total"),
        &writer.style.list.sum,
    )?;
    writer.counts((row, column + 1), total, &writer.style.list.sum_count)
}
