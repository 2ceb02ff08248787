//! The sheet of all links.

use korotko_core::click::Counts;
use korotko_core::report::LinkRow;
use rust_xlsxwriter::{IgnoreError, Table, TableColumn, TableStyle};

use crate::content::{Content, count_of};
use crate::page::{Page, Written};
use crate::paper;
use crate::style::Style;

const CLICKS: u16 = 8;
const VISITORS: u16 = 9;
const LAST: u16 = 10;

/// How wide the columns are, in characters; those of texts only as wide as their longest text.
const WIDTHS: [usize; 11] = [20, 32, 36, 48, 12, 24, 19, 19, 13, 13, 20];

pub(crate) fn write(page: &mut Page<'_>) -> Written {
    let words = page.content.words;
    let links = page.content.links();
    page.sheet.set_name(words.links_sheet)?;
    paper::lay_out(page.sheet, 0);
    page.sheet.set_repeat_rows(0, 0)?.set_freeze_panes(1, 1)?;
    set_widths(page)?;
    let end = u32::try_from(links.len()).unwrap_or(u32::MAX);
    if links.is_empty() {
        head(page)?;
    } else {
        // A code may be all digits, which is no mistake.
        page.sheet
            .ignore_error_range(1, 0, end, 1, IgnoreError::NumberStoredAsText)?;
        page.sheet
            .add_table(0, 0, end, LAST, &table(&page.content, page.style))?;
    }
    for (row, link) in (1..).zip(links) {
        write_link(page, row, link)?;
    }
    write_sums(page, end + 1)
}

fn table(content: &Content<'_>, style: &Style) -> Table {
    let column = |(index, header): (u16, &&str)| {
        let format = if is_number(index) {
            &style.list.head_filter
        } else {
            &style.list.head
        };
        TableColumn::new()
            .set_header(*header)
            .set_header_format(format)
    };
    let columns: Vec<TableColumn> = (0..).zip(&content.words.link_columns).map(column).collect();
    Table::new()
        .set_name("links")
        .set_style(TableStyle::Light1)
        .set_banded_rows(false)
        .set_columns(&columns)
}

/// The headers alone, since a table needs a row.
fn head(page: &mut Page<'_>) -> Written {
    for (column, header) in (0..).zip(page.content.words.link_columns) {
        let format = if is_number(column) {
            &page.style.list.head_right
        } else {
            &page.style.list.head
        };
        page.text((0, column), header, format)?;
    }
    Ok(())
}

fn is_number(column: u16) -> bool {
    column == CLICKS || column == VISITORS
}

fn write_link(page: &mut Page<'_>, row: u32, link: &LinkRow) -> Written {
    // What is never empty stands right of what may be long, so that no text runs over into an empty cell.
    let texts = [
        link.slug.as_str(),
        link.title.as_deref().unwrap_or_default(),
        &link.share_url,
        &link.target,
        page.content.words.state(link.state),
        &link.collections.join(", "),
    ];
    for (column, text) in (0..).zip(texts) {
        page.text((row, column), text, &page.style.list.text)?;
    }
    page.moment((row, 6), Some(link.created_at), &page.style.list.moment)?;
    page.moment((row, 7), link.expires_at, &page.style.list.moment)?;
    page.counts((row, CLICKS), &link.counts, &page.style.list.count)?;
    page.moment((row, LAST), link.last_click_at, &page.style.list.moment)
}

/// Below the table, so that all rows add up: the links that find no room, those that were deleted, and the total.
fn write_sums(page: &mut Page<'_>, mut row: u32) -> Written {
    let (document, words) = (page.content.document, page.content.words);
    if document.links.is_empty() {
        page.text((row, 0), words.no_links, &page.style.label)?;
        row += 1;
    }
    let omitted = page.content.omitted();
    if !omitted.is_empty() {
        let more = (words.more_links)(count_of(omitted));
        let sum = omitted.iter().map(|link| link.counts).sum();
        write_sum(page, row, &more, &sum)?;
        row += 1;
    }
    if !document.deleted.is_empty() {
        write_sum(page, row, words.deleted_links, &document.deleted)?;
        row += 1;
    }
    write_sum(page, row, words.total, &document.total)
}

fn write_sum(page: &mut Page<'_>, row: u32, name: &str, counts: &Counts) -> Written {
    page.text((row, 0), name, &page.style.list.sum)?;
    for column in 1..CLICKS {
        page.text((row, column), "", &page.style.list.sum)?;
    }
    page.counts((row, CLICKS), counts, &page.style.list.sum_count)?;
    page.text((row, LAST), "", &page.style.list.sum)
}

fn set_widths(page: &mut Page<'_>) -> Written {
    let mut longest = [0; 6];
    for link in page.content.links() {
        let sets: usize = link
            .collections
            .iter()
            .map(|name| name.chars().count() + 2)
            .sum();
        let title = link.title.as_deref().unwrap_or_default();
        let lengths = [
            link.slug.chars().count(),
            title.chars().count(),
            link.share_url.chars().count(),
            link.target.chars().count(),
            0,
            sets,
        ];
        for (longest, length) in longest.iter_mut().zip(lengths) {
            *longest = length.max(*longest);
        }
    }
    for (index, (column, most)) in (0..).zip(WIDTHS).enumerate() {
        // Room for the button of the filter beside the header.
        let header = page.content.words.link_columns[index].chars().count() + 4;
        let width = match longest.get(index) {
            Some(longest) if *longest > 0 => (longest + 2).min(most),
            Some(_) => header,
            None => most,
        };
        let width = u32::try_from(width.max(header)).unwrap_or(u32::MAX);
        page.sheet.set_column_width(column, f64::from(width))?;
    }
    Ok(())
}
