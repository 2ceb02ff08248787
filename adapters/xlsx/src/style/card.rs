use rust_xlsxwriter::{Color, Format, FormatAlign};

use super::look::{COUNT, MUTED};
use crate::words::Words;

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
    words: &'static Words,
}

impl Card {
    pub(super) fn new(plain: &Format, words: &'static Words) -> Self {
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
            date: large.clone().set_num_format(words.date_format),
            text: large,
            below: small.set_align(FormatAlign::Top),
            words,
        }
    }

    /// Below a large figure: a count with a word before it, which needs no plural.
    pub(crate) fn below_count(&self, word: &str) -> Format {
        let word = quoted(word);
        self.below.clone().set_num_format(format!("{word} {COUNT}"))
    }

    /// Below a large figure: a difference.
    pub(crate) fn below_difference(&self) -> Format {
        let (word, same) = (
            quoted(self.words.difference),
            quoted(self.words.no_difference),
        );
        let format = format!("{word} +{COUNT};{word} -{COUNT};{same}");
        self.below.clone().set_num_format(format)
    }

    /// A change, large; in green when it is a rise, in red when it is a fall.
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

/// A text within a number format.
fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
