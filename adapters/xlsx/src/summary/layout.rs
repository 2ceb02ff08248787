use korotko_core::click::Counts;

use crate::content::share;
use crate::page::{Page, Written};

/// The widths of the columns in characters: an edge, lists on the left, a gap, charts on the right, an edge.
pub(super) const WIDTHS: [f64; 13] = [
    2.0, 30.0, 28.0, 11.0, 12.0, 10.0, 3.0, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5,
];

/// The columns of the lists: what is listed, its title, and its numbers.
pub(super) const NAME: u16 = 1;
pub(super) const TITLE: u16 = 2;
pub(super) const CLICKS: u16 = 3;
pub(super) const VISITORS: u16 = 4;
pub(super) const SHARE: u16 = 5;

/// The columns of the charts.
pub(super) const RIGHT: u16 = 7;
pub(super) const RIGHT_LAST: u16 = 12;

/// Where lists and charts begin.
pub(super) const BODY: u32 = 9;

/// The heading of a list, and of its columns.
pub(super) fn write_head(
    page: &mut Page<'_>,
    row: u32,
    section: &str,
    columns: [&str; 5],
) -> Written {
    page.sheet.set_row_height(row, 22)?;
    page.text((row, NAME), section, &page.style.section)?;
    for (column, header) in (NAME..).zip(columns) {
        let format = if column < CLICKS {
            &page.style.list.head
        } else {
            &page.style.list.head_right
        };
        page.text((row + 1, column), header, format)?;
    }
    Ok(())
}

/// A row of a list: a name, and its clicks with their part of all.
pub(super) fn write_row(
    page: &mut Page<'_>,
    row: u32,
    name: &str,
    clicks: u64,
    visitors: u64,
) -> Written {
    let all = page.content.clicks(&page.content.document.total);
    let list = &page.style.list;
    page.text((row, NAME), name, &list.text)?;
    page.text((row, TITLE), "", &list.text)?;
    page.count((row, CLICKS), clicks, &list.count)?;
    page.count((row, VISITORS), visitors, &list.count)?;
    page.number((row, SHARE), share(clicks, all), &list.share)
}

/// As [`write_row`], with the clicks that the report counts.
pub(super) fn write_counts(page: &mut Page<'_>, row: u32, name: &str, counts: &Counts) -> Written {
    let clicks = page.content.clicks(counts);
    write_row(page, row, name, clicks, counts.visitors)
}
