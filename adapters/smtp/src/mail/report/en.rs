use chrono::{NaiveDate, NaiveDateTime};

use super::phrases::Phrases;

pub(super) const PHRASES: Phrases = Phrases {
    title: |what, when| format!("Click report: {what}, {when}"),
    all_links: "All links",
    collection: |name| format!("Collection “{name}”"),
    titled: |title, url| format!("“{title}” – {url}"),
    day,
    date,
    time,
    separators: (',', '.'),
    changed: |percent, before| format!("{percent}% against the period before ({before})"),
    same: "as many as in the period before",
    nothing_before: "no clicks in the period before",
    top: "Most clicked links",
    no_links: "There are no links in this report yet.",
    no_clicks: "There were no clicks in this period.",
    omitted: |links| {
        format!(
            "The file would be too large with all links: it adds up the {links} least clicked links in one row."
        )
    },
    ordered: "You get this mail because this report was ordered from your account.\n\
              If you did not order it, change your password: someone else may have\n\
              access to your account.",
    schedule: "You get this mail because your account has a schedule for this report.\n\
               To delete the schedule, open this link:",
    validity: "The link works without signing in, for as long as the schedule exists.\n\
               If you did not create the schedule, change your password as well:\n\
               someone else may have access to your account.",
    unsubscribe: "Stop these reports",
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
