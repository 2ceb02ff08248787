use chrono::NaiveTime;

use super::layout::{NAME, RIGHT, RIGHT_LAST};
use crate::names;
use crate::sheet_writer::{SheetWriter, Written};

/// The column of the values on the right.
const VALUE: u16 = RIGHT + 2;

/// The report's subject on the left, its period on the right.
pub(super) fn write(writer: &mut SheetWriter<'_>) -> Written {
    let (document, texts) = (writer.content.document, writer.content.texts);
    for (row, height) in [(0, 26), (1, 20), (2, 20), (3, 20)] {
        writer.sheet.set_row_height(row, height)?;
        // A number is shown as ### if its column is too narrow.
        writer.wide_text((row, VALUE), RIGHT_LAST, "", &writer.style.value)?;
    }
    writer.text((0, NAME), texts.text("workbook-title"), &writer.style.title)?;
    writer.text(
        (1, NAME),
        &names::subject(texts, &document.subject),
        &writer.style.subject,
    )?;
    let row = write_period(writer)?;
    writer.text(
        (row, RIGHT),
        texts.text("workbook-zone"),
        &writer.style.label,
    )?;
    let zone = document.order.zone.name();
    writer.text((row, VALUE), zone, &writer.style.value)?;
    writer.text(
        (row + 1, RIGHT),
        texts.text("workbook-created"),
        &writer.style.label,
    )?;
    let created = Some(document.created_at);
    writer.time((row + 1, VALUE), created, &writer.style.value_time)
}

/// Whole days by the first and the last day, a single day once; any other period by its start and end. Returns the row after.
fn write_period(writer: &mut SheetWriter<'_>) -> Written<u32> {
    let (order, texts) = (&writer.content.document.order, writer.content.texts);
    let (from, until) = (order.zone.local(order.from), order.zone.local(order.until));
    let whole_days = from.time() == NaiveTime::MIN && until.time() == NaiveTime::MIN;
    if !whole_days {
        writer.text((0, RIGHT), texts.text("workbook-from"), &writer.style.label)?;
        writer.time((0, VALUE), Some(order.from), &writer.style.value_time)?;
        writer.text(
            (1, RIGHT),
            texts.text("workbook-until"),
            &writer.style.label,
        )?;
        writer.time((1, VALUE), Some(order.until), &writer.style.value_time)?;
        return Ok(2);
    }
    let last = order.zone.date_before(order.until);
    if from.date() == last {
        writer.text((0, RIGHT), texts.text("workbook-day"), &writer.style.label)?;
        writer.date((0, VALUE), last, &writer.style.value_date)?;
        return Ok(1);
    }
    writer.text(
        (0, RIGHT),
        texts.text("workbook-first-day"),
        &writer.style.label,
    )?;
    writer.date((0, VALUE), from.date(), &writer.style.value_date)?;
    writer.text(
        (1, RIGHT),
        texts.text("workbook-last-day"),
        &writer.style.label,
    )?;
    writer.date((1, VALUE), last, &writer.style.value_date)?;
    Ok(2)
}
