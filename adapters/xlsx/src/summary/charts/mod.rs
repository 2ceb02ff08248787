mod by_day;
mod by_source;

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLine, ChartType, ObjectMovement, XlsxError,
};

use super::sources::Sources;
use super::{BODY, RIGHT};
use crate::content::Content;
use crate::page::Page;
use crate::style::{INK, LINE, MUTED};

/// In pixels; as wide as the columns on the right.
const WIDTH: u32 = 512;

/// How many rows each takes, with a gap after it.
const LINE_ROWS: u32 = 15;
const BAR_ROWS: u32 = 16;

/// The clicks by day, and where they came from; gives the row after.
pub(super) fn write(
    page: &mut Page<'_>,
    sources: &Sources,
    content: &Content<'_>,
) -> Result<u32, XlsxError> {
    let mut row = BODY;
    if !content.document.days.is_empty() {
        page.sheet
            .insert_chart(row, RIGHT, &by_day::chart(content))?;
        row += LINE_ROWS;
    }
    if sources.first < sources.end {
        page.sheet
            .insert_chart(row, RIGHT, &by_source::chart(sources, content))?;
        row += BAR_ROWS;
    }
    Ok(row)
}

/// What all charts look like.
fn plain(kind: ChartType, title: &str, height: u32) -> Chart {
    let mut chart = Chart::new(kind);
    chart
        .set_width(WIDTH)
        .set_height(height)
        .set_alt_text(title)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    chart
        .title()
        .set_name(title)
        .set_font(font(12).set_bold().set_color(INK));
    let mut frame = ChartFormat::new();
    chart
        .chart_area()
        .set_format(frame.set_line(ChartLine::new().set_color(LINE)));
    chart
}

fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(MUTED);
    font
}
