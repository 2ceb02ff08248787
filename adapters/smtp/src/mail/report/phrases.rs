use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::figures::{Change, Span, grouped};

/// The phrases of one language that depend on the report's content; the fixed texts are in the templates.
pub(super) struct Phrases {
    /// The mail's subject, from the report's subject and its period.
    pub(super) title: fn(&str, &str) -> String,
    pub(super) all_links: &'static str,
    pub(super) collection: fn(&str) -> String,
    /// A link, from its title and its share URL.
    pub(super) titled: fn(&str, &str) -> String,
    /// A date without its year.
    pub(super) day: fn(NaiveDate) -> String,
    pub(super) date: fn(NaiveDate) -> String,
    /// A date and a time of day.
    pub(super) time: fn(NaiveDateTime) -> String,
    /// The separator of groups of three digits, and the decimal separator.
    pub(super) separators: (char, char),
    /// From the change in percent, and the clicks of the period before.
    pub(super) changed: fn(&str, &str) -> String,
    pub(super) same: &'static str,
    pub(super) nothing_before: &'static str,
    pub(super) top: &'static str,
    pub(super) no_links: &'static str,
    pub(super) no_clicks: &'static str,
    /// From the number of links that do not fit into the file.
    pub(super) omitted: fn(&str) -> String,
    /// Why the user gets a report that was ordered, and what to do if the user did not order it.
    pub(super) ordered: &'static str,
    /// Why the user gets a report of a schedule, and how to stop it.
    pub(super) schedule: &'static str,
    /// How long the link to unsubscribe works.
    pub(super) validity: &'static str,
    pub(super) unsubscribe: &'static str,
}

impl Phrases {
    /// A period; the part that both ends share is written once.
    pub(super) fn period(&self, span: Span) -> String {
        let (day, date, time) = (self.day, self.date, self.time);
        match span {
            Span::Days(first, last) if first == last => date(first),
            Span::Days(first, last)
                if (first.year(), first.month()) == (last.year(), last.month()) =>
            {
                format!("{}–{}", first.day(), date(last))
            }
            Span::Days(first, last) if first.year() == last.year() => {
                format!("{} – {}", day(first), date(last))
            }
            Span::Days(first, last) => format!("{} – {}", date(first), date(last)),
            Span::Times(from, until) if from.date() == until.date() => {
                format!("{}–{}", time(from), until.format("%H:%M"))
            }
            Span::Times(from, until) => format!("{} – {}", time(from), time(until)),
        }
    }

    pub(super) fn number(&self, number: u64) -> String {
        grouped(number.into(), self.separators.0)
    }

    pub(super) fn change(&self, change: &Change) -> String {
        match change {
            Change::NothingBefore => self.nothing_before.to_owned(),
            Change::Same => self.same.to_owned(),
            Change::Other(sign, tenths, before) => {
                let (groups, point) = self.separators;
                let whole = grouped(tenths / 10, groups);
                let percent = format!("{sign}{whole}{point}{}", tenths % 10);
                (self.changed)(&percent, &self.number(*before))
            }
        }
    }
}
