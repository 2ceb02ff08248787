use korotko_core::click::Counts;
use korotko_core::report::LinkRow;
use rust_xlsxwriter::{Url, XlsxError};

use super::layout::{CLICKS, NAME, SHARE, TITLE, VISITORS, write_head};
use crate::content::{Content, share};
use crate::page::Page;
use crate::style::Style;

/// How many are shown.
const MOST: usize = 10;

/// The longest URL that is made a link to follow; longer ones stay texts.
const MAX_URL: usize = 2_000;

/// The most clicked links; with the others, those that were deleted and the total, so that it adds up. Gives the row after.
pub(super) fn write(
    page: &mut Page<'_>,
    row: u32,
    content: &Content<'_>,
    style: &Style,
) -> Result<u32, XlsxError> {
    let (document, words) = (content.document, content.words);
    let headers = [
        words.link,
        words.link_title,
        words.clicks,
        words.visitors,
        words.share,
    ];
    write_head(page, row, words.top_links, headers, style)?;
    let mut row = row + 2;
    if let Some(message) = message(content) {
        page.sheet.set_row_height(row, 52)?;
        page.wide_text((row, NAME), SHARE, message, &style.message)?;
        row += 1;
    }
    // Links that nobody clicked are no ranking.
    let clicked = content.clicks(&document.total) > 0;
    let most = if clicked { MOST } else { 0 };
    let (top, rest) = document.links.split_at(document.links.len().min(most));
    for link in top {
        write_link(page, row, link, content, style)?;
        row += 1;
    }
    if clicked && !rest.is_empty() {
        let sum = rest.iter().map(|link| link.counts).sum();
        page.text((row, NAME), words.other_links, &style.list.text)?;
        write_counts(page, row, &sum, content, style)?;
        row += 1;
    }
    if !document.deleted.is_empty() {
        page.text((row, NAME), words.deleted_links, &style.list.text)?;
        write_counts(page, row, &document.deleted, content, style)?;
        row += 1;
    }
    write_total(page, row, content, style)?;
    Ok(row + 1)
}

fn message(content: &Content<'_>) -> Option<&'static str> {
    if content.document.links.is_empty() {
        return Some(content.words.no_links);
    }
    let clicks = content.clicks(&content.document.total);
    (clicks == 0).then_some(content.words.no_clicks)
}

fn write_link(
    page: &mut Page<'_>,
    row: u32,
    link: &LinkRow,
    content: &Content<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let url = &link.share_url;
    // As people say it, without the scheme.
    let shown = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    page.text((row, NAME), shown, &style.list.link)?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && url.len() <= MAX_URL && url.bytes().all(|byte| byte.is_ascii_graphic()) {
        let target = Url::new(url).set_text(shown);
        page.sheet
            .write_url_with_format(row, NAME, target, &style.list.link)?;
    }
    write_counts(page, row, &link.counts, content, style)?;
    let title = link.title.as_deref().unwrap_or_default();
    page.text((row, TITLE), title, &style.list.text)
}

fn write_counts(
    page: &mut Page<'_>,
    row: u32,
    counts: &Counts,
    content: &Content<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let (clicks, all) = (
        content.clicks(counts),
        content.clicks(&content.document.total),
    );
    page.text((row, TITLE), "", &style.list.text)?;
    page.count((row, CLICKS), clicks, &style.list.count)?;
    page.count((row, VISITORS), counts.visitors, &style.list.count)?;
    page.number((row, SHARE), share(clicks, all), &style.list.share)
}

fn write_total(
    page: &mut Page<'_>,
    row: u32,
    content: &Content<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    let total = &content.document.total;
    let clicks = content.clicks(total);
    page.text((row, NAME), content.words.total, &style.list.sum)?;
    page.text((row, TITLE), "", &style.list.sum)?;
    page.count((row, CLICKS), clicks, &style.list.sum_count)?;
    page.count((row, VISITORS), total.visitors, &style.list.sum_count)?;
    page.number((row, SHARE), share(clicks, clicks), &style.list.sum_share)
}
