use korotko_texts::Texts;
use rust_xlsxwriter::{Color, Format, FormatAlign};

use super::palette::{COUNT, MUTED};

const FILL: Color = Color::RGB(0xF1_F5_F9);
const RISE: Color = Color::RGB(0x15_80_3D);
const FALL: Color = Color::RGB(0xB9_1C_1C);

const CHANGE: &str = "+0.0%;-0.0%;0.0%";

/// The formats of the large figures.
pub(crate) struct Card {
    pub(crate) label: Format,
    pub(crate) count: Format,
    pub(crate) date: Format,
    pub(crate) text: Format,
    pub(crate) below: Format,
    texts: &'static Texts,
}

impl Card {
    pub(super) fn new(plain: &Format, texts: &'static Texts) -> Self {
        let card = plain
            .clone()
            .set_background_color(FILL)
            .set_align(FormatAlign::Left)
            .set_indent(1);
        let small = card.clone().set_font_size(9).set_font_color(MUTED);
        let large = card.clone().set_font_size(20).set_bold();
        Self {
            label: small.clone().set_align(FormatAlign::Bottom),
            count: large.clone().set_num_format(COUNT),
            date: large
                .clone()
                .set_num_format(texts.text("workbook-date-format")),
            text: large,
            below: small.set_align(FormatAlign::Top),
            texts,
        }
    }

    /// Below a large figure: a count after a label, so that no plural is needed.
    pub(crate) fn below_count(&self, label: &str) -> Format {
        let label = quoted(label);
        self.below
            .clone()
            .set_num_format(format!("{label} {COUNT}"))
    }

    /// Below a large figure: a signed difference.
    pub(crate) fn below_difference(&self) -> Format {
        let (label, same) = (
            quoted(self.texts.text("workbook-difference")),
            quoted(self.texts.text("workbook-no-difference")),
        );
        let format = format!("{label} +{COUNT};{label} -{COUNT};{same}");
        self.below.clone().set_num_format(format)
    }

    /// A large change: green for a rise, red for a fall.
    pub(crate) fn change(&self, ratio: f64) -> Format {
        let large = self.text.clone().set_num_format(CHANGE);
        if ratio > 0.0 {
            large.set_font_color(RISE)
        } else if ratio < 0.0 {
            large.set_font_color(FALL)
        } else {
            large
        }
    }
}

/// A literal text in a number format.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
