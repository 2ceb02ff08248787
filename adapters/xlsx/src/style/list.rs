use korotko_texts::Texts;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::palette::{ACCENT, INK, LINE, MUTED};

/// Keeps numbers away from the right edge by the width of a bracket. `LibreOffice` draws an indent there in some rows only.
const COUNT: &str = "#,##0_)";
const SHARE: &str = "0.0%_)";
const TEXT: &str = "@_)";

/// Keeps a text away from the right edge by the width of a filter's button.
const TEXT_BESIDE_BUTTON: &str = "@_W_W";

/// The formats of lists and tables.
pub(crate) struct List {
    pub(crate) text: Format,
    pub(crate) link: Format,
    pub(crate) count: Format,
    pub(crate) share: Format,
    pub(crate) date: Format,
    pub(crate) time: Format,
    pub(crate) head: Format,
    pub(crate) head_right: Format,
    /// The header of a column of numbers with a filter.
    pub(crate) head_filter: Format,
    pub(crate) sum: Format,
    pub(crate) sum_count: Format,
    pub(crate) sum_share: Format,
}

impl List {
    pub(super) fn new(plain: &Format, texts: &Texts) -> Self {
        // Keeps texts away from the left edge.
        let left = plain.clone().set_align(FormatAlign::Left).set_indent(1);
        let row = left
            .clone()
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(LINE);
        let head = left
            .clone()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(INK);
        let sum = left
            .set_bold()
            .set_border_top(FormatBorder::Thin)
            .set_border_top_color(MUTED);
        Self {
            link: row.clone().set_font_color(ACCENT),
            count: right(&row, COUNT),
            share: right(&row, SHARE),
            date: row
                .clone()
                .set_num_format(texts.text("workbook-date-format")),
            time: row
                .clone()
                .set_num_format(texts.text("workbook-time-format")),
            text: row,
            head_right: right(&head, TEXT),
            head_filter: right(&head, TEXT_BESIDE_BUTTON),
            head,
            sum_count: right(&sum, COUNT),
            sum_share: right(&sum, SHARE),
            sum,
        }
    }
}

fn right(format: &Format, number: &str) -> Format {
    let right = format.clone().set_indent(0).set_align(FormatAlign::Right);
    right.set_num_format(number)
}
