//! The sheet of all links.

use std::borrow::Cow;

use korotko_core::click::Counts;
use korotko_core::display_url;
use korotko_core::report::LinkRow;
use rust_xlsxwriter::{IgnoreError, Table, TableColumn, TableStyle};

use crate::content::{Content, count_of};
use crate::names;
use crate::print_layout;
use crate::sheet_writer::{SheetWriter, Written};
use crate::style::Style;

const CREATED: u16 = 7;
const CLICKS: u16 = 9;
const VISITORS: u16 = 10;
const LAST: u16 = 11;

/// The headers of the columns.
const HEADERS: [&str; 12] = [
    "workbook-column-slug",
    "workbook-column-title",
    "workbook-column-share-url",
    "workbook-column-tags",
    "workbook-column-target",
    "workbook-column-state",
    "workbook-column-collections",
    "workbook-column-created",
    "workbook-column-expires",
    "workbook-column-clicks",
    "workbook-column-visitors",
    "workbook-column-last-click",
];

/// The greatest widths of the columns, in characters; a column of texts is only as wide as its longest text.
const MAX_WIDTHS: [usize; 12] = [20, 32, 36, 24, 48, 20, 24, 19, 19, 13, 13, 20];

pub(crate) fn write(writer: &mut SheetWriter<'_>) -> Written {
    let texts = writer.content.texts;
    let links = writer.content.links();
    writer.sheet.set_name(texts.text("workbook-links-sheet"))?;
    print_layout::set(writer.sheet, 0);
    writer.sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 1)?;
    set_widths(writer)?;
    let end = u32::try_from(links.len()).unwrap_or(u32::MAX);
    if links.is_empty() {
        head(writer)?;
    } else {
        // A slug of digits is not a mistake.
        writer
            .sheet
            .ignore_error_range(1, 0, end, 1, IgnoreError::NumberStoredAsText)?;
        writer
            .sheet
            .add_table(0, 0, end, LAST, &table(&writer.content, writer.style))?;
    }
    for (row, link) in (1..).zip(links) {
        write_link(writer, row, link)?;
    }
    write_sums(writer, end + 1)
}

fn table(content: &Content<'_>, style: &Style) -> Table {
    let column = |(index, header): (u16, &'static str)| {
        let format = if is_number(index) {
            &style.list.head_filter
        } else {
            &style.list.head
        };
        TableColumn::new()
            .set_header(content.texts.text(header))
            .set_header_format(format)
    };
    let columns: Vec<TableColumn> = (0..).zip(HEADERS).map(column).collect();
    Table::new()
        .set_name("links")
        .set_style(TableStyle::Light1)
        .set_banded_rows(false)
        .set_columns(&columns)
}

/// The headers without a table, which needs at least one row.
fn head(writer: &mut SheetWriter<'_>) -> Written {
    for (column, header) in (0..).zip(HEADERS) {
        let format = if is_number(column) {
            &writer.style.list.head_right
        } else {
            &writer.style.list.head
        };
        writer.text((0, column), writer.content.texts.text(header), format)?;
    }
    Ok(())
}

fn is_number(column: u16) -> bool {
    column == CLICKS || column == VISITORS
}

fn write_link(writer: &mut SheetWriter<'_>, row: u32, link: &LinkRow) -> Written {
    for (column, text) in (0..).zip(link_texts(&writer.content, link)) {
        writer.text((row, column), &text, &writer.style.list.text)?;
    }
    writer.time(
        (row, CREATED),
        Some(link.created_at),
        &writer.style.list.time,
    )?;
    writer.time((row, CREATED + 1), link.expires_at, &writer.style.list.time)?;
    writer.counts((row, CLICKS), &link.counts, &writer.style.list.count)?;
    writer.time((row, LAST), link.last_click_at, &writer.style.list.time)
}

/// The columns of texts. The column after one of long texts is never empty, so that no text overflows into an empty cell.
fn link_texts<'a>(content: &Content<'_>, link: &'a LinkRow) -> [Cow<'a, str>; 7] {
    [
        link.slug.as_str().into(),
        link.title.as_deref().unwrap_or_default().into(),
        display_url(&link.share_url),
        link.tags.join(", ").into(),
        display_url(&link.target),
        names::state(content.texts, link.state).into(),
        link.collections.join(", ").into(),
    ]
}

/// Rows below the table, so that all rows add up: the links that do not fit, the deleted links, and the total.
fn write_sums(writer: &mut SheetWriter<'_>, mut row: u32) -> Written {
    let (document, texts) = (writer.content.document, writer.content.texts);
    if document.links.is_empty() {
        writer.text(
            (row, 0),
            texts.text("workbook-no-links"),
            &writer.style.label,
        )?;
        row += 1;
    }
    let omitted = writer.content.omitted();
    if !omitted.is_empty() {
        let more = texts.with(
            "workbook-more-links",
            &[("count", count_of(omitted).into())],
        );
        let sum = omitted.iter().map(|link| link.counts).sum();
        write_sum(writer, row, &more, &sum)?;
        row += 1;
    }
    if !document.deleted.is_empty() {
        write_sum(
            writer,
            row,
            texts.text("workbook-deleted-links"),
            &document.deleted,
        )?;
        row += 1;
    }
    write_sum(writer, row, texts.text("workbook-total"), &document.total)
}

fn write_sum(writer: &mut SheetWriter<'_>, row: u32, name: &str, counts: &Counts) -> Written {
    writer.text((row, 0), name, &writer.style.list.sum)?;
    for column in 1..CLICKS {
        writer.text((row, column), "", &writer.style.list.sum)?;
    }
    writer.counts((row, CLICKS), counts, &writer.style.list.sum_count)?;
    writer.text((row, LAST), "", &writer.style.list.sum)
}

fn set_widths(writer: &mut SheetWriter<'_>) -> Written {
    let mut longest = [0; 7];
    for link in writer.content.links() {
        let texts = link_texts(&writer.content, link);
        for (longest, text) in longest.iter_mut().zip(texts) {
            *longest = text.chars().count().max(*longest);
        }
    }
    for (index, ((column, max), header)) in (0..).zip(MAX_WIDTHS).zip(HEADERS).enumerate() {
        // Leaves room for the filter's button beside the header.
        let header = writer.content.texts.text(header).chars().count() + 4;
        let width = match longest.get(index) {
            Some(longest) => (longest + 2).min(max),
            None => max,
        };
        let width = u32::try_from(width.max(header)).unwrap_or(u32::MAX);
        writer.sheet.set_column_width(column, f64::from(width))?;
    }
    Ok(())
}
