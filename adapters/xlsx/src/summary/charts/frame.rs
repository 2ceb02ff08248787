use rust_xlsxwriter::{Chart, ChartFont, ChartFormat, ChartLine, ChartType, ObjectMovement};

use crate::style::{INK, LINE, MUTED};

/// In pixels: the width of the columns on the right.
const WIDTH: u32 = 512;

/// A chart in the style of all charts.
pub(super) fn plain(kind: ChartType, title: &str, height: u32) -> Chart {
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

pub(super) fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_size(size).set_color(MUTED);
    font
}
