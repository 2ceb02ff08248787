//! The sheet of days.

use rust_xlsxwriter::{Table, TableColumn, TableStyle};

use crate::content::{Content, count_of};
use crate::page::{Page, Written};
use crate::paper;
use crate::style::Style;

/// Where the days are, for the charts: from which row, and in which columns.
pub(crate) const FIRST_ROW: u32 = 1;
pub(crate) const DATE: u16 = 0;
pub(crate) const CLICKS: u16 = 1;
pub(crate) const VISITORS: u16 = 2;

/// The last row of days, when there are any.
pub(crate) fn last_row(content: &Content<'_>) -> u32 {
    u32::try_from(count_of(&content.document.days)).unwrap_or(u32::MAX)
}

pub(crate) fn write(page: &mut Page<'_>) -> Written {
    let (document, words) = (page.content.document, page.content.words);
    page.sheet.set_name(words.days_sheet)?;
    paper::lay_out(page.sheet, 0);
    page.sheet
        .set_repeat_rows(0, 0)?
        .set_freeze_panes(FIRST_ROW, 0)?;
    for (column, width) in [(DATE, 18.0), (CLICKS, 16.0), (VISITORS, 16.0)] {
        page.sheet.set_column_width(column, width)?;
    }
    let end = last_row(&page.content);
    if end >= FIRST_ROW {
        page.sheet
            .add_table(0, DATE, end, VISITORS, &table(&page.content, page.style))?;
    }
    for (row, day) in (FIRST_ROW..).zip(&document.days) {
        page.date((row, DATE), day.date, &page.style.list.date)?;
        page.counts((row, CLICKS), &day.counts, &page.style.list.count)?;
    }
    page.text((end + 1, DATE), words.total, &page.style.list.sum)?;
    page.counts(
        (end + 1, CLICKS),
        &document.total,
        &page.style.list.sum_count,
    )
}

fn table(content: &Content<'_>, style: &Style) -> Table {
    let words = content.words;
    let column = |header: &str, format| {
        TableColumn::new()
            .set_header(header)
            .set_header_format(format)
    };
    let columns = [
        column(words.date, &style.list.head),
        column(words.clicks, &style.list.head_filter),
        column(words.visitors, &style.list.head_filter),
    ];
    Table::new()
        .set_name("days")
        .set_style(TableStyle::Light1)
        .set_banded_rows(false)
        .set_columns(&columns)
}
