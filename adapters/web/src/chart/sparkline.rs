use std::fmt::Write;

const WIDTH: f64 = 90.0;
const HEIGHT: f64 = 22.0;

/// A small chart of values side by side, without labels; what it shows is said beside it.
pub(crate) fn sparkline(values: &[u64]) -> String {
    let highest = values.iter().copied().max().unwrap_or(0).max(1);
    let mut svg = format!(
        "<svg class=\"spark\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><path class=\"bar\" d=\""
    );
    #[allow(clippy::cast_precision_loss, reason = "fractions of a pixel")]
    let (step, scale) = (WIDTH / values.len().max(1) as f64, HEIGHT / highest as f64);
    let mut x = 0.0;
    for value in values {
        #[allow(clippy::cast_precision_loss, reason = "fractions of a pixel")]
        // An empty day is a hairline.
        let height = (*value as f64 * scale).max(0.6);
        let width = step * 0.8;
        // Writing to a string does not fail.
        let _ = write!(svg, "M{x:.1} {HEIGHT}v-{height:.1}h{width:.1}v{height:.1}z");
        x += step;
    }
    svg.push_str("\"/></svg>");
    svg
}
