use super::layout::{write_head, write_row};
use crate::sheet_writer::{SheetWriter, Written};

/// The clicks of people, bots and previews. Only people are visitors. Returns the row after.
pub(super) fn write(writer: &mut SheetWriter<'_>, row: u32) -> Written<u32> {
    let (texts, total) = (writer.content.texts, &writer.content.document.total);
    let headers = (texts.text("workbook-kind"), "");
    write_head(writer, row, texts.text("workbook-kinds"), headers)?;
    let kinds = [
        (texts.text("workbook-people"), total.humans, total.visitors),
        (texts.text("workbook-bots"), total.bots, 0),
        (texts.text("workbook-previews"), total.previews, 0),
    ];
    let mut row = row + 2;
    for (name, clicks, visitors) in kinds {
        write_row(writer, row, name, clicks, visitors)?;
        row += 1;
    }
    Ok(row)
}
