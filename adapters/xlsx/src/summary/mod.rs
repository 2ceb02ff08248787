//! The first sheet: what somebody wants to know at a glance, on one page.

mod cards;
mod charts;
mod heading;
mod kinds;
mod layout;
mod sources;
mod top_links;

use self::layout::{BODY, NAME, RIGHT_LAST, WIDTHS};
use crate::content::count_of;
use crate::page::{Page, Written};
use crate::paper;

pub(crate) fn write(page: &mut Page<'_>) -> Written {
    page.sheet.set_name(page.content.words.summary_sheet)?;
    page.sheet.set_screen_gridlines(false);
    paper::lay_out(page.sheet, 1);
    for (column, width) in (0..).zip(WIDTHS) {
        page.sheet.set_column_width(column, width)?;
    }
    heading::write(page)?;
    cards::write(page)?;
    let mut row = top_links::write(page, BODY)? + 1;
    let mut charts_end = BODY;
    if page.content.clicks(&page.content.document.total) > 0 {
        let sources = sources::write(page, row)?;
        row = sources.end + 1;
        if page.content.document.order.include_bots {
            row = kinds::write(page, row)? + 1;
        }
        charts_end = charts::write(page, &sources)?;
    }
    let end = write_notes(page, row.max(charts_end))?;
    page.sheet.set_print_area(0, 0, end, RIGHT_LAST)?;
    Ok(())
}

/// What the numbers mean, and what is missing; gives the last row.
fn write_notes(page: &mut Page<'_>, mut row: u32) -> Written<u32> {
    let (document, words) = (page.content.document, page.content.words);
    let mut notes = Vec::new();
    if !page.content.omitted().is_empty() {
        let (kept, all) = (count_of(page.content.links()), count_of(&document.links));
        notes.push((words.omitted)(kept, all));
    }
    notes.push(words.about_counts.to_owned());
    notes.push(
        if document.order.include_bots {
            words.bots_count
        } else {
            words.bots_do_not_count
        }
        .to_owned(),
    );
    for note in &notes {
        page.wide_text((row, NAME), RIGHT_LAST, note, &page.style.note)?;
        // Over several columns, Excel finds no height of its own; so many characters fit on a line.
        let lines = if note.chars().count() > 190 { 2 } else { 1 };
        page.sheet.set_row_height(row, 13 * lines + 2)?;
        row += 1;
    }
    Ok(row - 1)
}
