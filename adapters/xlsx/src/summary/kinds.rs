use super::layout::{write_head, write_row};
use crate::sheet_writer::{SheetWriter, Written};

/// The clicks of people, bots and previews. Only people are visitors. Returns the row after.
pub(super) fn write(writer: &mut SheetWriter<'_>, row: u32) -> Written<u32> {
    let (texts, total) = (writer.content.texts, &writer.content.document.total);
    let headers = [texts.kind, "", texts.clicks, texts.visitors, texts.share];
    write_head(writer, row, texts.kinds, headers)?;
    let kinds = [
        (texts.people, total.humans, total.visitors),
        (texts.bots, total.bots, 0),
        (texts.previews, total.previews, 0),
    ];
    let mut row = row + 2;
    for (name, clicks, visitors) in kinds {
        write_row(writer, row, name, clicks, visitors)?;
        row += 1;
    }
    Ok(row)
}
