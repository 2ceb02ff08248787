use korotko_core::click::Counts;

use crate::content::share;
use crate::sheet_writer::{SheetWriter, Written};

/// The widths of the columns in characters: an edge, lists on the left, a gap, charts on the right, an edge.
pub(super) const WIDTHS: [f64; 13] = [
    2.0, 30.0, 28.0, 11.0, 12.0, 10.0, 3.0, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5,
];

/// The columns of the lists: name, title and numbers.
pub(super) const NAME: u16 = 1;
pub(super) const TITLE: u16 = 2;
pub(super) const CLICKS: u16 = 3;
pub(super) const VISITORS: u16 = 4;
pub(super) const SHARE: u16 = 5;

/// The columns of the charts.
pub(super) const RIGHT: u16 = 7;
pub(super) const RIGHT_LAST: u16 = 12;

/// The row in which lists and charts begin.
pub(super) const BODY: u32 = 9;

/// The heading of a list, and the headers of its columns: name, title and numbers.
pub(super) fn write_head(
    writer: &mut SheetWriter<'_>,
    row: u32,
    section: &str,
    (name, title): (&str, &str),
) -> Written {
    let texts = writer.content.texts;
    let columns = [
        name,
        title,
        texts.text("workbook-clicks"),
        texts.text("workbook-visitors"),
        texts.text("workbook-share"),
    ];
    writer.sheet.set_row_height(row, 22)?;
    writer.text((row, NAME), section, &writer.style.section)?;
    for (column, header) in (NAME..).zip(columns) {
        let format = if column < CLICKS {
            &writer.style.list.head
        } else {
            &writer.style.list.head_right
        };
        writer.text((row + 1, column), header, format)?;
        writer.set_width(column, header, WIDTHS[usize::from(column)])?;
    }
    Ok(())
}

/// A row of a list: a name, its clicks and visitors, and its share of all clicks.
pub(super) fn write_row(
    writer: &mut SheetWriter<'_>,
    row: u32,
    name: &str,
    clicks: u64,
    visitors: u64,
) -> Written {
    let all = writer.content.clicks(&writer.content.document.total);
    let list = &writer.style.list;
    writer.text((row, NAME), name, &list.text)?;
    writer.text((row, TITLE), "", &list.text)?;
    writer.count((row, CLICKS), clicks, &list.count)?;
    writer.count((row, VISITORS), visitors, &list.count)?;
    writer.number((row, SHARE), share(clicks, all), &list.share)
}

/// Like [`write_row`], with the clicks that the report counts.
pub(super) fn write_counts(
    writer: &mut SheetWriter<'_>,
    row: u32,
    name: &str,
    counts: &Counts,
) -> Written {
    let clicks = writer.content.clicks(counts);
    write_row(writer, row, name, clicks, counts.visitors)
}
