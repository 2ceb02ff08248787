//! How it looks: few colours, and one look for each kind of cell.

mod card;
mod list;

use rust_xlsxwriter::{Color, Format, FormatAlign};

use self::card::Card;
use self::list::List;
use crate::words::Words;

pub(crate) const ACCENT: Color = Color::RGB(0x1D_4E_D8);
pub(crate) const SECOND: Color = Color::RGB(0x94_A3_B8);
pub(crate) const INK: Color = Color::RGB(0x1F_29_37);
pub(crate) const MUTED: Color = Color::RGB(0x6B_72_80);
pub(crate) const LINE: Color = Color::RGB(0xE2_E8_F0);

/// Whole numbers, in groups of three as the reader's own Excel writes them.
const COUNT: &str = "#,##0";

/// The formats of a workbook.
pub(crate) struct Style {
    pub(crate) title: Format,
    pub(crate) subject: Format,
    pub(crate) label: Format,
    pub(crate) value: Format,
    pub(crate) value_date: Format,
    pub(crate) value_moment: Format,
    pub(crate) section: Format,
    pub(crate) note: Format,
    pub(crate) message: Format,
    pub(crate) list: List,
    pub(crate) card: Card,
}

impl Style {
    pub(crate) fn new(words: &'static Words) -> Self {
        let plain = Format::new()
            .set_font_color(INK)
            .set_align(FormatAlign::VerticalCenter);
        let strong = plain.clone().set_bold().set_font_size(12);
        let value = plain.clone().set_align(FormatAlign::Left);
        let muted = plain.clone().set_font_color(MUTED);
        let wrapped = muted.clone().set_text_wrap();
        Self {
            title: plain.clone().set_bold().set_font_size(18),
            subject: strong.clone().set_font_color(ACCENT),
            section: strong,
            label: muted,
            value_date: value.clone().set_num_format(words.date_format),
            value_moment: value.clone().set_num_format(words.moment_format),
            value,
            note: wrapped.clone().set_font_size(9).set_align(FormatAlign::Top),
            message: wrapped.set_font_size(12).set_align(FormatAlign::Left),
            list: List::new(&plain, words),
            card: Card::new(&plain, words),
        }
    }
}
