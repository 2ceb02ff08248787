use korotko_core::report::LinkRow;
use rust_xlsxwriter::Url;

use super::layout::{CLICKS, NAME, SHARE, TITLE, write_counts, write_head};
use crate::content::{Content, share};
use crate::page::{Page, Written};

/// How many are shown.
const MOST: usize = 10;

/// The longest URL that is made a link to follow; longer ones stay texts.
const MAX_URL: usize = 2_000;

/// The most clicked links; with the others, those that were deleted and the total, so that it adds up. Gives the row after.
pub(super) fn write(page: &mut Page<'_>, row: u32) -> Written<u32> {
    let (document, words) = (page.content.document, page.content.words);
    let headers = [
        words.link,
        words.link_title,
        words.clicks,
        words.visitors,
        words.share,
    ];
    write_head(page, row, words.top_links, headers)?;
    let mut row = row + 2;
    if let Some(message) = message(&page.content) {
        page.sheet.set_row_height(row, 52)?;
        page.wide_text((row, NAME), SHARE, message, &page.style.message)?;
        row += 1;
    }
    // Links that nobody clicked are no ranking.
    let clicked = page.content.clicks(&document.total) > 0;
    let most = if clicked { MOST } else { 0 };
    let (top, rest) = document.links.split_at(document.links.len().min(most));
    for link in top {
        write_link(page, row, link)?;
        row += 1;
    }
    if clicked && !rest.is_empty() {
        let sum = rest.iter().map(|link| link.counts).sum();
        write_counts(page, row, words.other_links, &sum)?;
        row += 1;
    }
    if !document.deleted.is_empty() {
        write_counts(page, row, words.deleted_links, &document.deleted)?;
        row += 1;
    }
    write_total(page, row)?;
    Ok(row + 1)
}

fn message(content: &Content<'_>) -> Option<&'static str> {
    if content.document.links.is_empty() {
        return Some(content.words.no_links);
    }
    let clicks = content.clicks(&content.document.total);
    (clicks == 0).then_some(content.words.no_clicks)
}

fn write_link(page: &mut Page<'_>, row: u32, link: &LinkRow) -> Written {
    let url = &link.share_url;
    // As people say it, without the scheme.
    let shown = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    write_counts(page, row, shown, &link.counts)?;
    page.text((row, NAME), shown, &page.style.list.link)?;
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if is_web && url.len() <= MAX_URL && url.bytes().all(|byte| byte.is_ascii_graphic()) {
        let target = Url::new(url).set_text(shown);
        page.sheet
            .write_url_with_format(row, NAME, target, &page.style.list.link)?;
    }
    let title = link.title.as_deref().unwrap_or_default();
    page.text((row, TITLE), title, &page.style.list.text)
}

fn write_total(page: &mut Page<'_>, row: u32) -> Written {
    let total = &page.content.document.total;
    let clicks = page.content.clicks(total);
    page.text((row, NAME), page.content.words.total, &page.style.list.sum)?;
    page.text((row, TITLE), "", &page.style.list.sum)?;
    page.counts((row, CLICKS), total, &page.style.list.sum_count)?;
    page.number(
        (row, SHARE),
        share(clicks, clicks),
        &page.style.list.sum_share,
    )
}
