use korotko_core::report::LinkRow;

use super::layout::{CLICKS, NAME, RIGHT, RIGHT_LAST, SHARE, TITLE};
use crate::content::{Change, count_of, number};
use crate::page::{Page, Written};

/// The rows of the large figures: what it is, the figure, and what belongs to it.
const LABEL: u32 = 5;
const FIGURE: u32 = 6;
const BELOW: u32 = 7;

/// From which column to which.
type Columns = (u16, u16);

const MIDDLE: u16 = RIGHT + 2;

pub(super) fn write(page: &mut Page<'_>) -> Written {
    let (document, words, card) = (page.content.document, page.content.words, &page.style.card);
    for (row, height) in [(LABEL, 20), (FIGURE, 30), (BELOW, 18)] {
        page.sheet.set_row_height(row, height)?;
    }
    let before = card.below_count(words.before);
    let (clicks, clicks_before) = (
        page.content.clicks(&document.total),
        page.content.clicks(&document.before),
    );
    let columns = (NAME, NAME);
    label(page, columns, words.clicks)?;
    page.count((FIGURE, NAME), clicks, &card.count)?;
    page.count((BELOW, NAME), clicks_before, &before)?;

    label(page, (TITLE, TITLE), words.visitors)?;
    page.count((FIGURE, TITLE), document.total.visitors, &card.count)?;
    page.count((BELOW, TITLE), document.before.visitors, &before)?;

    write_change(page, (CLICKS, SHARE), &Change::new(clicks, clicks_before))?;

    let columns = (RIGHT, MIDDLE);
    let clicked = |link: &&LinkRow| page.content.clicks(&link.counts) > 0;
    let clicked: Vec<&LinkRow> = document.links.iter().filter(clicked).collect();
    label(page, columns, words.links)?;
    let all = number(count_of(&document.links));
    page.wide_number((FIGURE, RIGHT), MIDDLE, all, &card.count)?;
    let clicked = number(count_of(&clicked));
    page.wide_number(
        (BELOW, RIGHT),
        MIDDLE,
        clicked,
        &card.below_count(words.clicked),
    )?;

    write_busiest_day(page, (MIDDLE + 1, RIGHT_LAST))
}

fn label(page: &mut Page<'_>, columns: Columns, text: &str) -> Written {
    wide(page, LABEL, columns, text, &page.style.card.label)
}

fn wide(
    page: &mut Page<'_>,
    row: u32,
    columns: Columns,
    text: &str,
    format: &rust_xlsxwriter::Format,
) -> Written {
    if columns.0 == columns.1 {
        return page.text((row, columns.0), text, format);
    }
    page.wide_text((row, columns.0), columns.1, text, format)
}

fn write_change(page: &mut Page<'_>, columns: Columns, change: &Change) -> Written {
    let (words, card) = (page.content.words, &page.style.card);
    label(page, columns, words.change)?;
    if let Some(ratio) = change.ratio {
        page.wide_number((FIGURE, columns.0), columns.1, ratio, &card.change(ratio))?;
        let format = card.below_difference();
        return page.wide_number((BELOW, columns.0), columns.1, change.difference, &format);
    }
    let format = card
        .change(change.difference)
        .set_num_format("+#,##0;-#,##0;0");
    page.wide_number((FIGURE, columns.0), columns.1, change.difference, &format)?;
    wide(page, BELOW, columns, words.nothing_before, &card.below)
}

fn write_busiest_day(page: &mut Page<'_>, columns: Columns) -> Written {
    let (words, card) = (page.content.words, &page.style.card);
    label(page, columns, words.busiest_day)?;
    let days = page.content.document.days.iter();
    // Of equals the first.
    let busiest = days
        .rev()
        .max_by_key(|day| page.content.clicks(&day.counts));
    let Some(day) = busiest.filter(|day| page.content.clicks(&day.counts) > 0) else {
        wide(page, FIGURE, columns, "–", &card.text)?;
        return wide(page, BELOW, columns, "", &card.below);
    };
    wide(page, FIGURE, columns, "", &card.date)?;
    page.date((FIGURE, columns.0), day.date, &card.date)?;
    let clicks = number(page.content.clicks(&day.counts));
    let format = card.below_count(words.difference);
    page.wide_number((BELOW, columns.0), columns.1, clicks, &format)
}
