use std::fmt;

use chrono::{Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use crate::ports::Timestamp;

/// A time zone of the IANA database, such as `Europe/Moscow`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// No time zone has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a time zone of the IANA database, such as Europe/Moscow")]
pub struct ZoneError;

impl Zone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of this name.
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

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the clocks on the wall show there at `moment`.
    #[must_use]
    pub fn local(self, moment: Timestamp) -> NaiveDateTime {
        moment.with_timezone(&self.0).naive_local()
    }

    /// The date there at `moment`.
    #[must_use]
    pub fn date(self, moment: Timestamp) -> NaiveDate {
        self.local(moment).date()
    }

    /// How many seconds the clocks there are ahead of UTC at `moment`.
    #[must_use]
    pub fn offset_seconds(self, moment: Timestamp) -> i64 {
        let offset = self.0.offset_from_utc_datetime(&moment.naive_utc());
        i64::from(offset.fix().local_minus_utc())
    }

    /// When the clocks there show `local`: the first time, when they are set back and show it twice; the moment at which they
    /// are set forward, when they skip it.
    #[must_use]
    pub fn moment(self, local: NaiveDateTime) -> Timestamp {
        match self.0.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.to_utc(),
            LocalResult::None => self.after_gap(local),
        }
    }

    /// When a date begins there.
    #[must_use]
    pub fn midnight(self, date: NaiveDate) -> Timestamp {
        self.moment(date.and_time(NaiveTime::MIN))
    }

    /// The end of the gap in which `local` lies. Clocks are set at whole minutes, and gaps are short of two days.
    fn after_gap(self, local: NaiveDateTime) -> Timestamp {
        let valid = |minutes: i64| {
            let tried = local.checked_add_signed(TimeDelta::minutes(minutes))?;
            self.0.from_local_datetime(&tried).earliest()
        };
        // The clocks after a gap are ahead by its length: what they show first is the least that is shown at all.
        let (mut least, mut most) = (0, 2 * 24 * 60);
        while least + 1 < most {
            let middle = i64::midpoint(least, most);
            if valid(middle).is_some() {
                most = middle;
            } else {
                least = middle;
            }
        }
        let end = valid(most).map(|moment| moment.to_utc());
        end.unwrap_or_else(|| local.and_utc())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The date after; the last of all dates is its own.
pub(crate) fn day_after(date: NaiveDate) -> NaiveDate {
    date.checked_add_days(Days::new(1)).unwrap_or(date)
}

/// The date before; the first of all dates is its own.
pub(crate) fn day_before(date: NaiveDate) -> NaiveDate {
    date.checked_sub_days(Days::new(1)).unwrap_or(date)
}
