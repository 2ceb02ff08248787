use std::ops::Range;

use chrono::{DateTime, TimeDelta};

use crate::ports::Timestamp;

const MICROS_PER_QUARTER: i64 = 15 * 60 * 1_000_000;

/// A quarter of an hour, counted since 1970-01-01T00:00Z. Roll-ups use it because the offset of every time zone in use is a
/// whole number of quarter hours, so that the days of every zone add up from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuarterHour(pub i64);

impl QuarterHour {
    /// How many quarter hours a day has.
    pub const PER_DAY: i64 = 96;

    /// The quarter hour that contains `moment`.
    #[must_use]
    pub fn from_timestamp(moment: Timestamp) -> Self {
        Self(moment.timestamp_micros().div_euclid(MICROS_PER_QUARTER))
    }

    /// The first quarter hour that does not begin before `moment`.
    #[must_use]
    pub fn at_or_after(moment: Timestamp) -> Self {
        Self::from_timestamp(moment + TimeDelta::microseconds(MICROS_PER_QUARTER - 1))
    }

    /// When it begins.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let micros = self.0.saturating_mul(MICROS_PER_QUARTER);
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// The day (UTC) that contains it.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.div_euclid(Self::PER_DAY))
    }
}

/// A day of UTC, counted since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day that contains `moment`.
    #[must_use]
    pub fn from_timestamp(moment: Timestamp) -> Self {
        QuarterHour::from_timestamp(moment).day()
    }

    /// Its first quarter hour.
    #[must_use]
    pub fn first_quarter(self) -> QuarterHour {
        QuarterHour(self.0 * QuarterHour::PER_DAY)
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// A period as roll-ups are read: whole days in the middle, quarter hours before and after, each end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The quarter hours before the first whole day.
    pub before: Range<i64>,
    /// The whole days.
    pub days: Range<i64>,
    /// The quarter hours after the last whole day.
    pub after: Range<i64>,
}

impl Span {
    /// From the beginning of one quarter hour to that of another.
    #[must_use]
    pub fn new(from: QuarterHour, until: QuarterHour) -> Self {
        let until = until.max(from);
        let first = (from.0 + QuarterHour::PER_DAY - 1).div_euclid(QuarterHour::PER_DAY);
        let last = until.0.div_euclid(QuarterHour::PER_DAY);
        if first >= last {
            return Self {
                before: from.0..until.0,
                days: 0..0,
                after: 0..0,
            };
        }
        Self {
            before: from.0..first * QuarterHour::PER_DAY,
            days: first..last,
            after: last * QuarterHour::PER_DAY..until.0,
        }
    }

    /// All time.
    #[must_use]
    pub fn all() -> Self {
        let far = 4_000_000;
        Self::new(Day(0).first_quarter(), Day(far).first_quarter())
    }

    /// All its quarter hours, including those of the whole days.
    #[must_use]
    pub fn all_quarters(&self) -> Range<i64> {
        if self.days.is_empty() {
            return self.before.clone();
        }
        self.before.start..self.after.end
    }

    /// The non-empty ranges of quarter hours.
    pub fn quarters(&self) -> impl Iterator<Item = Range<i64>> {
        let ranges = [self.before.clone(), self.after.clone()];
        ranges.into_iter().filter(|range| !range.is_empty())
    }
}
