use korotko_core::report::LinkRow;

use super::layout::{CLICKS, NAME, RIGHT, RIGHT_LAST, SHARE, TITLE};
use crate::content::{Change, count_of, number};
use crate::sheet_writer::{SheetWriter, Written};

/// The rows of the large figures: label, figure, and a note below.
const LABEL: u32 = 5;
const FIGURE: u32 = 6;
const BELOW: u32 = 7;

/// The first and the last column.
type Columns = (u16, u16);

const MIDDLE: u16 = RIGHT + 2;

pub(super) fn write(writer: &mut SheetWriter<'_>) -> Written {
    let (document, texts, card) = (
        writer.content.document,
        writer.content.texts,
        &writer.style.card,
    );
    for (row, height) in [(LABEL, 20), (FIGURE, 30), (BELOW, 18)] {
        writer.sheet.set_row_height(row, height)?;
    }
    let before = card.below_count(texts.text("workbook-before"));
    let (clicks, clicks_before) = (
        writer.content.clicks(&document.total),
        writer.content.clicks(&document.before),
    );
    let columns = (NAME, NAME);
    label(writer, columns, texts.text("workbook-clicks"))?;
    writer.count((FIGURE, NAME), clicks, &card.count)?;
    writer.count((BELOW, NAME), clicks_before, &before)?;

    label(writer, (TITLE, TITLE), texts.text("workbook-visitors"))?;
    writer.count((FIGURE, TITLE), document.total.visitors, &card.count)?;
    writer.count((BELOW, TITLE), document.before.visitors, &before)?;

    write_change(writer, (CLICKS, SHARE), &Change::new(clicks, clicks_before))?;

    let columns = (RIGHT, MIDDLE);
    let clicked = |link: &&LinkRow| writer.content.clicks(&link.counts) > 0;
    let clicked: Vec<&LinkRow> = document.links.iter().filter(clicked).collect();
    label(writer, columns, texts.text("workbook-links"))?;
    let all = number(count_of(&document.links));
    writer.wide_number((FIGURE, RIGHT), MIDDLE, all, &card.count)?;
    let clicked = number(count_of(&clicked));
    writer.wide_number(
        (BELOW, RIGHT),
        MIDDLE,
        clicked,
        &card.below_count(texts.text("workbook-clicked")),
    )?;

    write_busiest_day(writer, (MIDDLE + 1, RIGHT_LAST))
}

fn label(writer: &mut SheetWriter<'_>, columns: Columns, text: &str) -> Written {
    wide(writer, LABEL, columns, text, &writer.style.card.label)
}

fn wide(
    writer: &mut SheetWriter<'_>,
    row: u32,
    columns: Columns,
    text: &str,
    format: &rust_xlsxwriter::Format,
) -> Written {
    if columns.0 == columns.1 {
        return writer.text((row, columns.0), text, format);
    }
    writer.wide_text((row, columns.0), columns.1, text, format)
}

fn write_change(writer: &mut SheetWriter<'_>, columns: Columns, change: &Change) -> Written {
    let (texts, card) = (writer.content.texts, &writer.style.card);
    label(writer, columns, texts.text("workbook-change"))?;
    if let Some(ratio) = change.ratio {
        writer.wide_number((FIGURE, columns.0), columns.1, ratio, &card.change(ratio))?;
        let format = card.below_difference();
        return writer.wide_number((BELOW, columns.0), columns.1, change.difference, &format);
    }
    let format = card
        .change(change.difference)
        .set_num_format("+#,##0;-#,##0;0");
    writer.wide_number((FIGURE, columns.0), columns.1, change.difference, &format)?;
    wide(
        writer,
        BELOW,
        columns,
        texts.text("workbook-nothing-before"),
        &card.below,
    )
}

fn write_busiest_day(writer: &mut SheetWriter<'_>, columns: Columns) -> Written {
    let (texts, card) = (writer.content.texts, &writer.style.card);
    label(writer, columns, texts.text("workbook-busiest-day"))?;
    let days = writer.content.document.days.iter();
    // The first of equal days.
    let busiest = days
        .rev()
        .max_by_key(|day| writer.content.clicks(&day.counts));
    let Some(day) = busiest.filter(|day| writer.content.clicks(&day.counts) > 0) else {
        wide(writer, FIGURE, columns, "–", &card.text)?;
        return wide(writer, BELOW, columns, "", &card.below);
    };
    wide(writer, FIGURE, columns, "", &card.date)?;
    writer.date((FIGURE, columns.0), day.date, &card.date)?;
    let clicks = number(writer.content.clicks(&day.counts));
    let format = card.below_count(texts.text("workbook-difference"));
    writer.wide_number((BELOW, columns.0), columns.1, clicks, &format)
}
