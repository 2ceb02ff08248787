use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisDateUnitType, ChartFormat, ChartLegendPosition, ChartLine,
    ChartMarker, ChartMarkerType, ChartSolidFill, ChartType, Color,
};

use super::frame::{font, plain};
use crate::content::Content;
use crate::days;
use crate::style::{ACCENT, LINE, SECOND};

/// In pixels.
const HEIGHT: u32 = 290;

/// The most days that are marked one by one.
const MARKED_DAYS: usize = 31;

/// Beyond this number of days, lines are thin and the axis is divided into months.
const MANY_DAYS: usize = 92;

/// About how many dates fit below the axis.
const DATES: usize = 12;

/// Up to this number of clicks, the axis is divided by single clicks.
const SINGLE_CLICKS: u64 = 8;

/// Clicks and visitors by day, as lines.
pub(super) fn chart(content: &Content<'_>) -> Chart {
    let texts = content.texts;
    let mut chart = plain(
        ChartType::Line,
        texts.text("workbook-clicks-by-day"),
        HEIGHT,
    );
    let many = content.document.days.len() > MANY_DAYS;
    let wide = if many { 1.5 } else { 2.5 };
    add_line(
        &mut chart,
        content,
        days::CLICKS,
        texts.text("workbook-clicks"),
        (ACCENT, wide),
    );
    add_line(
        &mut chart,
        content,
        days::VISITORS,
        texts.text("workbook-visitors"),
        (SECOND, 1.5),
    );
    set_axes(&mut chart, content);
    let legend = chart.legend();
    legend
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(9));
    chart
}

/// Draws a column of the days sheet as a line of this colour and width.
fn add_line(
    chart: &mut Chart,
    content: &Content<'_>,
    column: u16,
    name: &str,
    (color, width): (Color, f64),
) {
    let (sheet, first, last) = (
        content.texts.text("workbook-days-sheet"),
        days::FIRST_ROW,
        days::last_row(content),
    );
    let line = ChartLine::new().set_color(color).set_width(width).clone();
    chart
        .add_series()
        .set_name(name)
        .set_categories((sheet, first, days::DATE, last, days::DATE))
        .set_values((sheet, first, column, last, column))
        .set_format(ChartFormat::new().set_line(&line))
        .set_marker(&marker(content.document.days.len(), color));
}

fn set_axes(chart: &mut Chart, content: &Content<'_>) {
    let font = font(9);
    let grid = ChartLine::new().set_color(LINE).set_width(0.75).clone();
    let dates = chart.x_axis();
    dates
        .set_num_format(content.texts.text("workbook-axis-format"))
        .set_font(&font);
    dates.set_format(ChartFormat::new().set_line(&grid));
    set_steps(dates, content.document.days.len());
    let counts = chart.y_axis();
    counts.set_num_format("#,##0").set_font(&font).set_min(0);
    counts
        .set_major_gridlines_line(&grid)
        .set_format(ChartFormat::new().set_no_line());
    let days = content.document.days.iter();
    let most = days.map(|day| content.clicks(&day.counts)).max();
    if most.is_some_and(|most| most <= SINGLE_CLICKS) {
        counts.set_major_unit(1);
    }
}

/// Sets the distance between the dates below the axis.
fn set_steps(axis: &mut ChartAxis, days: usize) {
    // LibreOffice shows a single date as 1 January.
    axis.set_date_axis(days > 1);
    let (unit, days_per_unit) = if days > MANY_DAYS {
        (ChartAxisDateUnitType::Months, 31)
    } else {
        (ChartAxisDateUnitType::Days, 1)
    };
    let step = days.div_ceil(DATES * days_per_unit).max(1);
    axis.set_major_unit(u32::try_from(step).unwrap_or(1))
        .set_major_unit_date_type(unit);
}

fn marker(days: usize, color: Color) -> ChartMarker {
    let mut marker = ChartMarker::new();
    if days > MARKED_DAYS {
        marker.set_none();
        return marker;
    }
    let mut format = ChartFormat::new();
    format
        .set_solid_fill(ChartSolidFill::new().set_color(color))
        .set_no_border();
    marker
        .set_type(ChartMarkerType::Circle)
        .set_size(5)
        .set_format(&mut format);
    marker
}
