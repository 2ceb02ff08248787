use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::figures::{Change, Span, grouped};

/// The sentences that depend on what a report says, in one language; the others stand in the templates.
pub(super) struct Phrases {
    /// The mail's subject: of what, and of which time.
    pub(super) title: fn(&str, &str) -> String,
    pub(super) all_links: &'static str,
    pub(super) set: fn(&str) -> String,
    /// A date without its year.
    pub(super) day: fn(NaiveDate) -> String,
    pub(super) date: fn(NaiveDate) -> String,
    pub(super) time: fn(NaiveDateTime) -> String,
    /// Between groups of three digits, and before tenths.
    pub(super) separators: (char, char),
    /// By which part, of how many.
    pub(super) changed: fn(&str, &str) -> String,
    pub(super) same: &'static str,
    pub(super) nothing_before: &'static str,
    pub(super) top: &'static str,
    pub(super) no_links: &'static str,
    pub(super) no_clicks: &'static str,
    /// How many links find no room in the file.
    pub(super) omitted: fn(&str) -> String,
    pub(super) schedule: &'static str,
    pub(super) unsubscribe: &'static str,
}

impl Phrases {
    /// A period, with what its ends have in common said once.
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
