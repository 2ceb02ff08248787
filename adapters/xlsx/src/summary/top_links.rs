use korotko_core::display_url;
use korotko_core::report::LinkRow;
use rust_xlsxwriter::Url;

use super::layout::{CLICKS, NAME, SHARE, TITLE, write_counts, write_head};
use crate::content::{Content, share};
use crate::sheet_writer::{SheetWriter, Written};

/// How many links are shown.
const MAX_SHOWN: usize = 10;

/// The longest URL that becomes a hyperlink; longer ones are plain text.
const MAX_URL: usize = 2_000;

/// The most clicked links, then the sum of all others, the deleted links and the total, so that the rows add up. Returns the
/// row after.
pub(super) fn write(writer: &mut SheetWriter<'_>, row: u32) -> Written<u32> {
    let (document, texts) = (writer.content.document, writer.content.texts);
    let headers = (
        texts.text("workbook-link"),
        texts.text("workbook-link-title"),
    );
    write_head(writer, row, texts.text("workbook-top-links"), headers)?;
    let mut row = row + 2;
    if let Some(message) = message(&writer.content) {
        writer.sheet.set_row_height(row, 52)?;
        writer.wide_text((row, NAME), SHARE, message, &writer.style.message)?;
        row += 1;
    }
    // Links without clicks have no ranking.
    let clicked = writer.content.clicks(&document.total) > 0;
    let most = if clicked { MAX_SHOWN } else { 0 };
    let (top, rest) = document.links.split_at(document.links.len().min(most));
    for link in top {
        write_link(writer, row, link)?;
        row += 1;
    }
    if clicked && !rest.is_empty() {
        let sum = rest.iter().map(|link| link.counts).sum();
        write_counts(writer, row, texts.text("workbook-other-links"), &sum)?;
        row += 1;
    }
    if !document.deleted.is_empty() {
        write_counts(
            writer,
            row,
            texts.text("workbook-deleted-links"),
            &document.deleted,
        )?;
        row += 1;
    }
    write_total(writer, row)?;
    Ok(row + 1)
}

fn message(content: &Content<'_>) -> Option<&'static str> {
    if content.document.links.is_empty() {
        return Some(content.texts.text("workbook-no-links"));
    }
    let clicks = content.clicks(&content.document.total);
    (clicks == 0).then_some(content.texts.text("workbook-no-clicks"))
}

fn write_link(writer: &mut SheetWriter<'_>, row: u32, link: &LinkRow) -> Written {
    let url = &link.share_url;
    let display = display_url(url);
    let shown = display
        .split_once("://")
        .map_or(&*display, |(_scheme, rest)| rest);
    write_counts(writer, row, shown, &link.counts)?;
    writer.text((row, NAME), shown, &writer.style.list.link)?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && url.len() <= MAX_URL && url.bytes().all(|byte| byte.is_ascii_graphic()) {
        let target = Url::new(url).set_text(shown);
        writer
            .sheet
            .write_url_with_format(row, NAME, target, &writer.style.list.link)?;
    }
    let title = link.title.as_deref().unwrap_or_default();
    writer.text((row, TITLE), title, &writer.style.list.text)
}

fn write_total(writer: &mut SheetWriter<'_>, row: u32) -> Written {
    let total = &writer.content.document.total;
    let clicks = writer.content.clicks(total);
    writer.text(
        (row, NAME),
        writer.content.texts.text("workbook-total"),
        &writer.style.list.sum,
    )?;
    writer.text((row, TITLE), "", &writer.style.list.sum)?;
    writer.counts((row, CLICKS), total, &writer.style.list.sum_count)?;
    writer.number(
        (row, SHARE),
        share(clicks, clicks),
        &writer.style.list.sum_share,
    )
}
