use chrono::NaiveTime;

use super::layout::{NAME, RIGHT, RIGHT_LAST};
use crate::page::{Page, Written};

/// The column of the values on the right.
const VALUE: u16 = RIGHT + 2;

/// Of what the report tells on the left, of which time on the right.
pub(super) fn write(page: &mut Page<'_>) -> Written {
    let (document, words) = (page.content.document, page.content.words);
    for (row, height) in [(0, 26), (1, 20), (2, 20), (3, 20)] {
        page.sheet.set_row_height(row, height)?;
        // A number shows nothing but ### where a column is too narrow.
        page.wide_text((row, VALUE), RIGHT_LAST, "", &page.style.value)?;
    }
    page.text((0, NAME), words.title, &page.style.title)?;
    page.text(
        (1, NAME),
        &words.subject(&document.subject),
        &page.style.subject,
    )?;
    write_period(page)?;
    page.text((2, RIGHT), words.zone, &page.style.label)?;
    page.text((2, VALUE), document.order.zone.name(), &page.style.value)?;
    page.text((3, RIGHT), words.made, &page.style.label)?;
    page.moment(
        (3, VALUE),
        Some(document.created_at),
        &page.style.value_moment,
    )
}

/// Whole days as people name them, by the first and the last; else the times.
fn write_period(page: &mut Page<'_>) -> Written {
    let (order, words) = (&page.content.document.order, page.content.words);
    let (from, until) = (order.zone.local(order.from), order.zone.local(order.until));
    let whole_days = from.time() == NaiveTime::MIN && until.time() == NaiveTime::MIN;
    if !whole_days {
        page.text((0, RIGHT), words.from, &page.style.label)?;
        page.moment((0, VALUE), Some(order.from), &page.style.value_moment)?;
        page.text((1, RIGHT), words.until, &page.style.label)?;
        return page.moment((1, VALUE), Some(order.until), &page.style.value_moment);
    }
    let last = order.zone.date_before(order.until);
    page.text((0, RIGHT), words.first_day, &page.style.label)?;
    page.date((0, VALUE), from.date(), &page.style.value_date)?;
    page.text((1, RIGHT), words.last_day, &page.style.label)?;
    page.date((1, VALUE), last, &page.style.value_date)
}
