mod by_day;
mod by_source;
mod look;

use super::layout::{BODY, RIGHT};
use super::sources::Sources;
use crate::page::{Page, Written};

/// How many rows each takes, with a gap after it.
const LINE_ROWS: u32 = 15;
const BAR_ROWS: u32 = 16;

/// The clicks by day, and where they came from; gives the row after.
pub(super) fn write(page: &mut Page<'_>, sources: &Sources) -> Written<u32> {
    let content = page.content;
    let mut row = BODY;
    if !content.document.days.is_empty() {
        page.sheet
            .insert_chart(row, RIGHT, &by_day::chart(&content))?;
        row += LINE_ROWS;
    }
    if sources.first < sources.end {
        page.sheet
            .insert_chart(row, RIGHT, &by_source::chart(sources, &content))?;
        row += BAR_ROWS;
    }
    Ok(row)
}
