use chrono::{Datelike, Days, NaiveDate};

use crate::Zone;
use crate::click::{QuarterHour, Span};
use crate::fault::Violations;
use crate::ports::Timestamp;
use crate::time::{self, TimeError};
use crate::zone::day_after;

/// The default length of a period in days.
const DEFAULT_DAYS: u64 = 30;

/// The maximum length of a period in days: ten years.
const MAX_DAYS: i64 = 3_660;

/// No click is older, and no time zone offset leads before 1970.
const FIRST: QuarterHour = QuarterHour(364 * QuarterHour::PER_DAY);

const FORM: &str = "must be a date such as 2026-11-27, or a moment such as 2026-11-27T10:00:00Z";
const OUT_OF_RANGE: &str = "must be from 1971 on and before 9000, such as 2026-11-27";

/// A period, as received: each end is a date, which means the whole day in `zone`, or a time (RFC 3339), which is rounded
/// outwards to a whole quarter hour. The end defaults to the end of today; the beginning to 30 days, including the last.
#[derive(Debug, Clone, Copy)]
pub struct PeriodText<'a> {
    /// The beginning.
    pub from: Option<&'a str>,
    /// The end: a date is the last day, a time is exclusive.
    pub to: Option<&'a str>,
    /// The time zone's name; that of the user's account if `None`.
    pub zone: Option<&'a str>,
}

/// A period in a time zone, in whole quarter hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first quarter hour.
    pub from: QuarterHour,
    /// The end, exclusive.
    pub until: QuarterHour,
    /// The time zone of its days.
    pub zone: Zone,
}

impl Period {
    /// Parses a period at `now`, by default in the zone `default`; adds every rule that it violates to `violations`.
    pub(crate) fn read(
        text: PeriodText<'_>,
        default: Zone,
        now: Timestamp,
        violations: &mut Violations,
    ) -> Option<Self> {
        let zone = text.zone.map_or(Ok(default), Zone::parse);
        let zone = violations.check("tz", zone);
        let to = text.to.map(Bound::parse).transpose();
        let from = text.from.map(Bound::parse).transpose();
        let (to, from) = (violations.check("to", to), violations.check("from", from));
        let (zone, to, from) = (zone?, to?, from?);
        let until = to.unwrap_or(Bound::Date(zone.date(now))).end(zone);
        let first = || {
            let last = zone.date_before(until.start());
            Bound::Date(last - Days::new(DEFAULT_DAYS - 1))
        };
        let from = from.unwrap_or_else(first).begin(zone);
        let period = Self { from, until, zone };
        period.check(violations).then_some(period)
    }

    fn check(&self, violations: &mut Violations) -> bool {
        let length = self.until.0 - self.from.0;
        if self.from < FIRST {
            violations.add("from", "must not be before 1971-01-01");
        } else if length <= 0 {
            violations.add("to", "must be after from");
        } else if length > MAX_DAYS * QuarterHour::PER_DAY {
            violations.add("from", format!("must be at most {MAX_DAYS} days before to"));
        } else {
            return true;
        }
        false
    }

    /// The period as roll-ups are read.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.from, self.until)
    }

    /// The previous period of the same length.
    #[must_use]
    pub fn before(&self) -> Self {
        let length = self.until.0 - self.from.0;
        Self {
            from: QuarterHour(self.from.0 - length),
            until: self.from,
            zone: self.zone,
        }
    }

    /// The parts in which the offset of the zone from UTC is constant, with the offset in quarter hours.
    pub(crate) fn by_offset(&self) -> Vec<(std::ops::Range<i64>, i64)> {
        let offset = |quarter: i64| {
            self.zone
                .offset_seconds(QuarterHour(quarter).start())
                .div_euclid(900)
        };
        let mut parts = Vec::new();
        let mut begin = self.from.0;
        while begin < self.until.0 {
            let ahead = offset(begin);
            let end = first_change(begin, self.until.0, |quarter| offset(quarter) == ahead);
            parts.push((begin..end, ahead));
            begin = end;
        }
        parts
    }
}

/// The first position after `begin` where `same` is false, or `end`. It changes at most once a day.
fn first_change(begin: i64, end: i64, same: impl Fn(i64) -> bool) -> i64 {
    let mut known = begin;
    loop {
        let next = (known + QuarterHour::PER_DAY).min(end);
        if next == known {
            return end;
        }
        let last = if next == end { end - 1 } else { next };
        if !same(last) {
            let (mut like, mut unlike) = (known, last);
            while like + 1 < unlike {
                let middle = i64::midpoint(like, unlike);
                if same(middle) {
                    like = middle;
                } else {
                    unlike = middle;
                }
            }
            return unlike;
        }
        known = next;
    }
}

/// An end of a period.
#[derive(Debug, Clone, Copy)]
enum Bound {
    Date(NaiveDate),
    Moment(Timestamp),
}

impl Bound {
    fn parse(text: &str) -> Result<Self, &'static str> {
        if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            let sane = (1971..9000).contains(&date.year());
            return sane.then_some(Self::Date(date)).ok_or(OUT_OF_RANGE);
        }
        let moment = match time::parse(text) {
            Ok(moment) => moment,
            Err(TimeError::Range) => return Err(OUT_OF_RANGE),
            Err(_) => return Err(FORM),
        };
        let sane = (1971..9000).contains(&moment.year());
        sane.then_some(Self::Moment(moment)).ok_or(OUT_OF_RANGE)
    }

    fn begin(self, zone: Zone) -> QuarterHour {
        match self {
            Self::Date(date) => QuarterHour::from_timestamp(zone.midnight(date)),
            Self::Moment(moment) => QuarterHour::from_timestamp(moment),
        }
    }

    fn end(self, zone: Zone) -> QuarterHour {
        match self {
            Self::Date(date) => QuarterHour::at_or_after(zone.midnight(day_after(date))),
            Self::Moment(moment) => QuarterHour::at_or_after(moment),
        }
    }
}
