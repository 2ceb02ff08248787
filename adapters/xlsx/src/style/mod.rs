//! The style: few colours, and one format for each kind of cell.

mod card;
mod list;
mod palette;

use korotko_texts::Texts;
use rust_xlsxwriter::{Format, FormatAlign};

use self::card::Card;
use self::list::List;
pub(crate) use self::palette::{ACCENT, INK, LINE, MUTED, SECOND};

/// The formats of a workbook.
pub(crate) struct Style {
    pub(crate) title: Format,
    pub(crate) subject: Format,
    pub(crate) label: Format,
    pub(crate) value: Format,
    pub(crate) value_date: Format,
    pub(crate) value_time: Format,
    pub(crate) section: Format,
    pub(crate) note: Format,
    pub(crate) message: Format,
    pub(crate) list: List,
    pub(crate) card: Card,
}

impl Style {
    pub(crate) fn new(texts: &'static Texts) -> Self {
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
            value_date: value
                .clone()
                .set_num_format(texts.text("workbook-date-format")),
            value_time: value
                .clone()
                .set_num_format(texts.text("workbook-time-format")),
            value,
            note: wrapped.clone().set_font_size(9).set_align(FormatAlign::Top),
            message: wrapped.set_font_size(12).set_align(FormatAlign::Left),
            list: List::new(&plain, texts),
            card: Card::new(&plain, texts),
        }
    }
}
