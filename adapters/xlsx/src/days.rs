//! The sheet of clicks by day.

use rust_xlsxwriter::{Table, TableColumn, TableStyle};

use crate::content::{Content, count_of};
use crate::print_layout;
use crate::sheet_writer::{SheetWriter, Written};
use crate::style::Style;

/// The first row and the columns of the days, also for the charts.
pub(crate) const FIRST_ROW: u32 = 1;
pub(crate) const DATE: u16 = 0;
pub(crate) const CLICKS: u16 = 1;
pub(crate) const VISITORS: u16 = 2;

/// The last row of the days, if there are any.
pub(crate) fn last_row(content: &Content<'_>) -> u32 {
    u32::try_from(count_of(&content.document.days)).unwrap_or(u32::MAX)
}

pub(crate) fn write(writer: &mut SheetWriter<'_>) -> Written {
    let (document, texts) = (writer.content.document, writer.content.texts);
    writer.sheet.set_name(texts.text("workbook-days-sheet"))?;
    print_layout::set(writer.sheet, 0);
    writer
        .sheet
        .set_repeat_rows(0, 0)?
        .set_freeze_panes(FIRST_ROW, 0)?;
    for (column, width) in [(DATE, 18.0), (CLICKS, 16.0), (VISITORS, 16.0)] {
        writer.sheet.set_column_width(column, width)?;
    }
    let end = last_row(&writer.content);
    if end >= FIRST_ROW {
        writer.sheet.add_table(
            0,
            DATE,
            end,
            VISITORS,
            &table(&writer.content, writer.style),
        )?;
    }
    for (row, day) in (FIRST_ROW..).zip(&document.days) {
        writer.date((row, DATE), day.date, &writer.style.list.date)?;
        writer.counts((row, CLICKS), &day.counts, &writer.style.list.count)?;
    }
    writer.text(
        (end + 1, DATE),
        texts.text("workbook-total"),
        &writer.style.list.sum,
    )?;
    writer.counts(
        (end + 1, CLICKS),
        &document.total,
        &writer.style.list.sum_count,
    )
}

fn table(content: &Content<'_>, style: &Style) -> Table {
    let texts = content.texts;
    let column = |header: &str, format| {
        TableColumn::new()
            .set_header(header)
            .set_header_format(format)
    };
    let columns = [
        column(texts.text("workbook-date"), &style.list.head),
        column(texts.text("workbook-clicks"), &style.list.head_filter),
        column(texts.text("workbook-visitors"), &style.list.head_filter),
    ];
    Table::new()
        .set_name("days")
        .set_style(TableStyle::Light1)
        .set_banded_rows(false)
        .set_columns(&columns)
}
