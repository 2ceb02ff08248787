use std::fmt::Write;

use korotko_core::escape_html;

/// The size of a chart in its own units; the page scales it.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
/// The room for the labels of the axes.
pub(super) const LEFT: f64 = 44.0;
const BOTTOM: f64 = 22.0;
const TOP: f64 = 8.0;
/// How much of the room of a bar stays empty.
const GAP: f64 = 0.22;
/// How many bars have a label at most: more would touch each other.
const LABELS: usize = 8;

/// A bar of a chart.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    /// What is below the bar, such as `27 Nov`.
    pub(crate) label: String,
    /// What a reader sees when pointing at the bar, such as `27 Nov: 12`.
    pub(crate) title: String,
    /// The height of the lower part: people.
    pub(crate) people: u64,
    /// The height of the upper part, which is fainter: programs.
    pub(crate) programs: u64,
}

/// A chart of bars side by side; empty without bars.
pub(crate) fn bars(bars: &[Bar]) -> String {
    let highest = bars.iter().map(|bar| bar.people + bar.programs).max();
    let Some(highest) = highest else {
        return String::new();
    };
    let top = rounded_up(highest);
    let mut svg = opened(top);
    let step = step(bars.len());
    let every = bars.len().div_ceil(LABELS);
    let mut x = LEFT;
    for (index, bar) in bars.iter().enumerate() {
        let label = index.is_multiple_of(every).then_some(bar.label.as_str());
        draw(&mut svg, bar, (x, step), top, label);
        x += step;
    }
    svg.push_str("</svg>");
    svg
}

/// A chart without its bars and its end, whose axis ends at `top`.
pub(super) fn opened(top: u64) -> String {
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"presentation\" focusable=\"false\">"
    );
    axis(&mut svg, top);
    svg
}

/// The room of each of so many bars.
#[allow(clippy::cast_precision_loss, reason = "a few hundred bars")]
pub(super) fn step(bars: usize) -> f64 {
    (WIDTH - LEFT) / bars as f64
}

fn axis(svg: &mut String, top: u64) {
    let base = HEIGHT - BOTTOM;
    let end = LEFT - 6.0;
    // Writing to a string does not fail.
    let _ = write!(
        svg,
        "<path class=\"axis\" d=\"M{LEFT} {TOP}H{WIDTH}M{LEFT} {base}H{WIDTH}\"/>\
         <text x=\"{end}\" y=\"{}\" text-anchor=\"end\">{top}</text>\
         <text x=\"{end}\" y=\"{base}\" text-anchor=\"end\">0</text>",
        TOP + 10.0
    );
}

/// Draws a bar in the room from `x` on.
pub(super) fn draw(
    svg: &mut String,
    bar: &Bar,
    (x, step): (f64, f64),
    top: u64,
    label: Option<&str>,
) {
    let width = (step * (1.0 - GAP)).max(0.5);
    let left = x + (step - width) / 2.0;
    let base = HEIGHT - BOTTOM;
    let people = height(bar.people, top);
    let programs = height(bar.programs, top);
    let title = escape_html(&bar.title);
    let _ = write!(
        svg,
        "<g><title>{title}</title>\
         <rect class=\"room\" x=\"{x:.1}\" y=\"{TOP}\" width=\"{step:.1}\" height=\"{:.1}\"/>\
         <rect class=\"bar\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{people:.1}\"/>\
         <rect class=\"bar faint\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{programs:.1}\"/></g>",
        base - TOP,
        base - people,
        base - people - programs,
    );
    if let Some(label) = label {
        let middle = x + step / 2.0;
        let (label, low) = (escape_html(label), HEIGHT - 6.0);
        let _ = write!(
            svg,
            "<text x=\"{middle:.1}\" y=\"{low}\" text-anchor=\"middle\">{label}</text>"
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "fractions of a pixel")]
fn height(value: u64, top: u64) -> f64 {
    (HEIGHT - BOTTOM - TOP) * value as f64 / top as f64
}

/// The next number of one digit and zeros, so that the axis ends at a round number; at least 1.
pub(super) fn rounded_up(highest: u64) -> u64 {
    let power = 10_u64.pow(highest.checked_ilog10().unwrap_or(0));
    highest.div_ceil(power).max(1).saturating_mul(power)
}

#[cfg(test)]
mod tests {
    use super::{Bar, bars, rounded_up};

    fn bar(people: u64) -> Bar {
        Bar {
            label: "<1>".to_owned(),
            title: "\"a\" & b".to_owned(),
            people,
            programs: 1,
        }
    }

    #[test]
    fn a_chart_has_a_titled_bar_for_each_value_and_escapes_texts() {
        let svg = bars(&[bar(3), bar(0)]);
        assert_eq!(svg.matches("<title>").count(), 2);
        assert!(svg.contains("&quot;a&quot; &amp; b") && svg.contains("&lt;1&gt;"));
        assert!(!svg.contains("NaN") && !svg.contains("style="));
    }

    #[test]
    fn without_bars_there_is_no_chart() {
        assert_eq!(bars(&[]), "");
    }

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (highest, top) in [
            (0, 1),
            (1, 1),
            (9, 9),
            (10, 10),
            (11, 20),
            (432, 500),
            (9_001, 10_000),
        ] {
            assert_eq!(rounded_up(highest), top);
        }
        assert!(rounded_up(u64::MAX) >= u64::MAX / 2);
    }
}
