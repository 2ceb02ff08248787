//! The summary sheet: the main figures on one page.

mod cards;
mod charts;
mod heading;
mod kinds;
mod layout;
mod sources;
mod top_links;

use self::layout::{BODY, NAME, RIGHT_LAST, WIDTHS};
use crate::content::count_of;
use crate::print_layout;
use crate::sheet_writer::{SheetWriter, Written};

pub(crate) fn write(writer: &mut SheetWriter<'_>) -> Written {
    writer
        .sheet
        .set_name(writer.content.texts.text("workbook-summary-sheet"))?;
    writer.sheet.set_screen_gridlines(false);
    print_layout::set(writer.sheet, 1);
    for (column, width) in (0..).zip(WIDTHS) {
        writer.sheet.set_column_width(column, width)?;
    }
    heading::write(writer)?;
    cards::write(writer)?;
    let mut row = top_links::write(writer, BODY)? + 1;
    let mut charts_end = BODY;
    if writer.content.clicks(&writer.content.document.total) > 0 {
        let sources = sources::write(writer, row)?;
        row = sources.end + 1;
        if writer.content.document.order.include_bots {
            row = kinds::write(writer, row)? + 1;
        }
        charts_end = charts::write(writer, &sources)?;
    }
    let end = write_notes(writer, row.max(charts_end))?;
    writer.sheet.set_print_area(0, 0, end, RIGHT_LAST)?;
    Ok(())
}

/// What the numbers mean, and what is omitted. Returns the last row.
fn write_notes(writer: &mut SheetWriter<'_>, mut row: u32) -> Written<u32> {
    let (document, texts) = (writer.content.document, writer.content.texts);
    let mut notes = Vec::new();
    if !writer.content.omitted().is_empty() {
        let (kept, all) = (count_of(writer.content.links()), count_of(&document.links));
        let omitted = texts.with(
            "workbook-omitted",
            &[("kept", kept.into()), ("all", all.into())],
        );
        notes.push(omitted);
    }
    notes.push(texts.text("workbook-about-counts").to_owned());
    let bots = if document.order.include_bots {
        "workbook-bots-count"
    } else {
        "workbook-bots-do-not-count"
    };
    notes.push(texts.text(bots).to_owned());
    for note in &notes {
        writer.wide_text((row, NAME), RIGHT_LAST, note, &writer.style.note)?;
        // Excel does not adjust the height of merged cells. About 190 characters fit on a line.
        let lines = if note.chars().count() > 190 { 2 } else { 1 };
        writer.sheet.set_row_height(row, 13 * lines + 2)?;
        row += 1;
    }
    Ok(row - 1)
}
