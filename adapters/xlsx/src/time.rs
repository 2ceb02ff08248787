//! Times as Excel stores them: a number of days, without a time zone.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

/// The years that Excel shows correctly: it counts a 29 February 1900.
const YEARS: std::ops::RangeInclusive<i32> = 1901..=9999;

const SECONDS_PER_DAY: f64 = 86_400.0;

/// The number that Excel shows as this time, in whole seconds; `None` if Excel cannot show it.
pub(crate) fn serial(local: NaiveDateTime) -> Option<f64> {
    let days = serial_day(local.date())?;
    let seconds = f64::from(local.num_seconds_from_midnight());
    Some(days + seconds / SECONDS_PER_DAY)
}

/// The number that Excel shows as this date; `None` if Excel cannot show it.
pub(crate) fn serial_day(date: NaiveDate) -> Option<f64> {
    if !YEARS.contains(&date.year()) {
        return None;
    }
    // 1899-12-30 is day 0.
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    Some(f64::from(date.num_days_from_ce() - zero.num_days_from_ce()))
}
