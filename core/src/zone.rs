#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{
    Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Weekday,
};
use chrono_tz::Tz;

use crate::ports::Timestamp;

/// A time zone of the IANA database, such as `Europe/Moscow`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// Not the name of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a time zone of the IANA database, such as Europe/Moscow")]
pub struct ZoneError;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone with this name.
    ///
    /// ```
    /// use korotko_core::Zone;
    ///
    /// assert_eq!(Zone::parse("Asia/Kathmandu").unwrap().name(), "Asia/Kathmandu");
    /// assert!(Zone::parse("Moscow").is_err());
    /// ```
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        name.parse().map(Self).map_err(|_| ZoneError)
    }

    /// All zones of the database, in the order of their names.
    ///
    /// ```
    /// use korotko_core::Zone;
    ///
    /// assert!(Zone::all().any(|zone| zone.name() == "Europe/Moscow"));
    /// assert!(Zone::all().map(Zone::name).is_sorted());
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        chrono_tz::TZ_VARIANTS.iter().copied().map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The local time at `moment`.
    #[must_use]
    pub fn local(self, moment: Timestamp) -> NaiveDateTime {
        let utc = moment.naive_utc();
        let offset = self.0.offset_from_utc_datetime(&utc).fix();
        // Beyond the ends of the calendar, which no time from outside reaches, UTC is used.
        utc.checked_add_offset(offset).unwrap_or(utc)
    }

    /// The local date at `moment`.
    #[must_use]
    pub fn date(self, moment: Timestamp) -> NaiveDate {
        self.local(moment).date()
    }

    /// The last local date before `moment`: for the end of a period, its last date.
    #[must_use]
    pub fn date_before(self, moment: Timestamp) -> NaiveDate {
        let before = moment.checked_sub_signed(TimeDelta::microseconds(1));
        self.date(before.unwrap_or(moment))
    }

    /// Whether the date exists in this zone. Some zones crossed the date line and skipped a date, such as `Pacific/Apia` 30
    /// December 2011.
    #[must_use]
    pub fn has(self, date: NaiveDate) -> bool {
        self.midnight(date) < self.midnight(day_after(date))
    }

    /// The next date that exists in this zone.
    pub(crate) fn next_date(self, date: NaiveDate) -> NaiveDate {
        let next = day_after(date);
        if self.has(next) {
            next
        } else {
            day_after(next)
        }
    }

    /// The previous date that exists in this zone.
    pub(crate) fn previous_date(self, date: NaiveDate) -> NaiveDate {
        self.date_before(self.midnight(date))
    }

    /// How many seconds local time is ahead of UTC at `moment`.
    #[must_use]
    pub fn offset_seconds(self, moment: Timestamp) -> i64 {
        let offset = self.0.offset_from_utc_datetime(&moment.naive_utc());
        i64::from(offset.fix().local_minus_utc())
    }

    /// When the local time is `local`: the first time, when clocks are set back and show it twice; the moment at which they are
    /// set forward, when they skip it.
    #[must_use]
    pub fn moment(self, local: NaiveDateTime) -> Timestamp {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc(),
            LocalResult::None => self.after_gap(local),
        }
    }

    /// When a date begins in this zone.
    #[must_use]
    pub fn midnight(self, date: NaiveDate) -> Timestamp {
        self.moment(date.and_time(NaiveTime::MIN))
    }

    /// The end of the gap in which `local` lies. Gaps are shorter than two days.
    fn after_gap(self, local: NaiveDateTime) -> Timestamp {
        let valid = |seconds: i64| {
            let tried = local.checked_add_signed(TimeDelta::seconds(seconds))?;
            self.0.from_local_datetime(&tried).earliest()
        };
        // After a gap, clocks are ahead by its length: the first valid offset is the low one.
        let (mut low, mut high) = (0, 2 * 24 * 60 * 60);
        while low + 1 < high {
            let middle = i64::midpoint(low, high);
            if valid(middle).is_some() {
                high = middle;
            } else {
                low = middle;
            }
        }
        let end = valid(high).map(|moment| moment.to_utc());
        end.unwrap_or_else(|| local.and_utc())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The Monday of the week in which a date lies; for the first week of the calendar, its first date.
pub(crate) fn monday(date: NaiveDate) -> NaiveDate {
    let week = date.week(Weekday::Mon);
    week.checked_first_day().unwrap_or(date)
}

/// The next date; the last date of the calendar is its own.
pub(crate) fn day_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}
