use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use korotko_core::report::ReportOrder;

/// The period of a report, in the local time of its zone.
#[derive(Clone, Copy)]
pub(super) enum Span {
    /// Whole days: the first and the last day.
    Days(NaiveDate, NaiveDate),
    /// The start, and the end (exclusive).
    Times(NaiveDateTime, NaiveDateTime),
}

pub(super) fn span(order: &ReportOrder) -> Span {
    let (from, until) = (order.zone.local(order.from), order.zone.local(order.until));
    let whole_days = from.time() == NaiveTime::MIN && until.time() == NaiveTime::MIN;
    if whole_days {
        return Span::Days(from.date(), order.zone.date_before(order.until));
    }
    Span::Times(from, until)
}

/// How the clicks changed against the period before.
pub(super) enum Change {
    /// There were no clicks before.
    NothingBefore,
    /// The same number of clicks.
    Same,
    /// More or fewer clicks: the sign, the change in tenths of a percent, and the clicks before.
    Other(char, u128, u64),
}

impl Change {
    pub(super) fn new(now: u64, before: u64) -> Self {
        if before == 0 {
            return Self::NothingBefore;
        }
        if now == before {
            return Self::Same;
        }
        let sign = if now > before { '+' } else { '−' };
        let (difference, whole) = (u128::from(now.abs_diff(before)), u128::from(before));
        Self::Other(sign, (difference * 1_000 + whole / 2) / whole, before)
    }
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: u128, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
