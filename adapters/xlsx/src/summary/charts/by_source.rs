use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartDataLabelPosition, ChartFormat, ChartLine, ChartSolidFill,
    ChartType,
};

use super::frame::{font, plain};
use crate::content::Content;
use crate::style::{ACCENT, LINE};
use crate::summary::layout::{CLICKS, NAME};
use crate::summary::sources::Sources;

/// In pixels.
const HEIGHT: u32 = 300;

/// Clicks by source, as bars.
pub(super) fn chart(sources: &Sources, content: &Content<'_>) -> Chart {
    let texts = content.texts;
    let (sheet, first, last) = (
        texts.text("workbook-summary-sheet"),
        sources.first,
        sources.end - 1,
    );
    let mut chart = plain(ChartType::Bar, texts.text("workbook-sources"), HEIGHT);
    let font = font(9);
    let mut labels = ChartDataLabel::new();
    labels
        .show_value()
        .set_position(ChartDataLabelPosition::OutsideEnd)
        .set_num_format("#,##0")
        .set_font(&font);
    chart
        .add_series()
        .set_name(texts.text("workbook-clicks"))
        .set_categories((sheet, first, NAME, last, NAME))
        .set_values((sheet, first, CLICKS, last, CLICKS))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(ACCENT)))
        .set_gap(60)
        .set_data_label(&labels);
    let names = chart.y_axis();
    names.set_reverse().set_font(&font);
    names.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(LINE)));
    let counts = chart.x_axis();
    counts
        .set_min(0)
        .set_major_gridlines(false)
        .set_hidden(true);
    chart.legend().set_hidden();
    chart
}
