//! Parsing of times from outside.

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, SubsecRound, TimeDelta, Timelike, Utc};

use crate::ports::Timestamp;

/// The years of valid times, in UTC: RFC 3339 allows no others, and no time zone leads out of the calendar.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// The rule that a time violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// Not RFC 3339.
    #[error("must be a time with its offset, such as 2027-01-31T12:00:00+03:00")]
    Form,
    /// Too early or too late.
    #[error("must be within the years 1970 to 9999 in UTC, such as 2027-01-31T12:00:00+03:00")]
    Range,
    /// A 61st second.
    #[error(
        "must not be a leap second; use a second from 00 to 59, such as 2027-01-31T12:00:00+03:00"
    )]
    LeapSecond,
}

/// Parses a time (RFC 3339, with any offset) from 1970 to 9999, truncated to the whole microseconds that every store keeps.
///
/// ```
/// use korotko_core::time::{self, TimeError};
///
/// let time = time::parse("2027-01-31T12:00:00+03:00")?;
/// assert_eq!(time.to_rfc3339(), "2027-01-31T09:00:00+00:00");
/// assert_eq!(time::parse("31.01.2027"), Err(TimeError::Form));
/// assert_eq!(time::parse("9999-12-31T23:59:59-05:00"), Err(TimeError::Range));
/// # Ok::<(), TimeError>(())
/// ```
pub fn parse(text: &str) -> Result<Timestamp, TimeError> {
    Ok(read(text)?.trunc_subsecs(6))
}

/// The same rounded up to whole microseconds: as a bound it separates the same times as the exact time.
pub fn parse_bound(text: &str) -> Result<Timestamp, TimeError> {
    let time = read(text)?;
    let earlier = time.trunc_subsecs(6);
    if earlier == time {
        return Ok(earlier);
    }
    Ok(earlier + TimeDelta::microseconds(1))
}

/// Checks a time that was not parsed by [`parse`] by the same rules.
pub fn check(time: DateTime<Utc>) -> Result<DateTime<Utc>, TimeError> {
    if !YEARS.contains(&time.year()) {
        return Err(TimeError::Range);
    }
    if time.nanosecond() >= 1_000_000_000 {
        return Err(TimeError::LeapSecond);
    }
    Ok(time)
}

/// The rule that an expiry violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ExpiryError {
    /// Not a valid time.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// Not after now.
    #[error("must be in the future")]
    Past,
}

/// Checks that an expiry is a valid time, and in the future.
pub(crate) fn check_expiry(end: Timestamp, now: Timestamp) -> Result<Timestamp, ExpiryError> {
    let end = check(end)?;
    (end > now).then_some(end).ok_or(ExpiryError::Past)
}

fn read(text: &str) -> Result<DateTime<Utc>, TimeError> {
    // `chrono` takes signed years, too.
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(TimeError::Form);
    }
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place that reads times from outside"
    )]
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| TimeError::Form)?;
    check(time.to_utc())
}
