use rust_xlsxwriter::XlsxError;

use super::layout::{CLICKS, NAME, SHARE, TITLE, VISITORS, write_head};
use crate::content::{Content, share};
use crate::page::Page;
use crate::style::Style;

/// The clicks of people, bots and previews; gives the row after. Only people are visitors.
pub(super) fn write(
    page: &mut Page<'_>,
    row: u32,
    content: &Content<'_>,
    style: &Style,
) -> Result<u32, XlsxError> {
    let (words, total) = (content.words, &content.document.total);
    let headers = [words.kind, "", words.clicks, words.visitors, words.share];
    write_head(page, row, words.kinds, headers, style)?;
    let kinds = [
        (words.people, total.humans, total.visitors),
        (words.bots, total.bots, 0),
        (words.previews, total.previews, 0),
    ];
    let mut row = row + 2;
    for (name, clicks, visitors) in kinds {
        page.text((row, NAME), name, &style.list.text)?;
        page.text((row, TITLE), "", &style.list.text)?;
        page.count((row, CLICKS), clicks, &style.list.count)?;
        page.count((row, VISITORS), visitors, &style.list.count)?;
        page.number(
            (row, SHARE),
            share(clicks, total.clicks()),
            &style.list.share,
        )?;
        row += 1;
    }
    Ok(row)
}
