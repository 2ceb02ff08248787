use rust_xlsxwriter::XlsxError;

use crate::page::Page;
use crate::style::Style;

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
    style: &Style,
) -> Result<(), XlsxError> {
    page.sheet.set_row_height(row, 22)?;
    page.text((row, NAME), section, &style.section)?;
    for (column, header) in (NAME..).zip(columns) {
        let format = if column < CLICKS {
            &style.list.head
        } else {
            &style.list.head_right
        };
        page.text((row + 1, column), header, format)?;
    }
    Ok(())
}
