mod by_day;
mod by_source;
mod frame;

use super::layout::{BODY, RIGHT};
use super::sources::Sources;
use crate::sheet_writer::{SheetWriter, Written};

/// The rows that each chart covers, including a gap below.
const LINE_ROWS: u32 = 15;
const BAR_ROWS: u32 = 16;

/// The charts of clicks by day and by source. Returns the row after.
pub(super) fn write(writer: &mut SheetWriter<'_>, sources: &Sources) -> Written<u32> {
    let content = writer.content;
    let mut row = BODY;
    if !content.document.days.is_empty() {
        writer
            .sheet
            .insert_chart(row, RIGHT, &by_day::chart(&content))?;
        row += LINE_ROWS;
    }
    if sources.first < sources.end {
        writer
            .sheet
            .insert_chart(row, RIGHT, &by_source::chart(sources, &content))?;
        row += BAR_ROWS;
    }
    Ok(row)
}
