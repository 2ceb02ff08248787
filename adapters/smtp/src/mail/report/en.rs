use chrono::{NaiveDate, NaiveDateTime};

use super::phrases::Phrases;

pub(super) const PHRASES: Phrases = Phrases {
    title: |what, when| format!("Click report: {what}, {when}"),
    all_links: "All links",
    set: |name| format!("Set “{name}”"),
    day,
    date,
    time,
    separators: (',', '.'),
    changed: |percent, before| format!("{percent}% against the period before ({before})"),
    same: "as many as in the period before",
    nothing_before: "no clicks in the period before",
    top: "Most clicked links",
    no_links: "There are no links in it yet.",
    no_clicks: "Nobody clicked in this time.",
    omitted: |links| {
        format!(
            "With all links the file would be too large: the {links} least clicked are added up in one row of it."
        )
    },
    schedule: "This report comes by a schedule. To end it, open this link:",
    unsubscribe: "End these reports",
};

fn day(date: NaiveDate) -> String {
    date.format("%-d %B").to_string()
}

fn date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

fn time(time: NaiveDateTime) -> String {
    time.format("%-d %B %Y %H:%M").to_string()
}
