use super::layout::{write_head, write_row};
use crate::page::{Page, Written};

/// The clicks of people, bots and previews; gives the row after. Only people are visitors.
pub(super) fn write(page: &mut Page<'_>, row: u32) -> Written<u32> {
    let (words, total) = (page.content.words, &page.content.document.total);
    let headers = [words.kind, "", words.clicks, words.visitors, words.share];
    write_head(page, row, words.kinds, headers)?;
    let kinds = [
        (words.people, total.humans, total.visitors),
        (words.bots, total.bots, 0),
        (words.previews, total.previews, 0),
    ];
    let mut row = row + 2;
    for (name, clicks, visitors) in kinds {
        write_row(page, row, name, clicks, visitors)?;
        row += 1;
    }
    Ok(row)
}
