use chrono::{Datelike, Days, NaiveDate};

use crate::Zone;
use crate::click::{Quarter, Span};
use crate::fault::Violations;
use crate::ports::Timestamp;
use crate::time::{self, TimeError};
use crate::zone::day_after;

/// How many days a period has when its beginning is not said, with the last one.
const DEFAULT_DAYS: u64 = 30;

/// The most days that a period may have: ten years.
const MAX_DAYS: i64 = 3_660;

/// No click is older; and so far behind 1970 no time zone leads before it.
const FIRST: Quarter = Quarter(364 * Quarter::PER_DAY);

const FORM: &str = "must be a date such as 2026-11-27, or a moment such as 2026-11-27T10:00:00Z";
const OUT_OF_RANGE: &str = "must be from 1971 on and before 9000, such as 2026-11-27";

/// Reads a period, as it came: each end a date, which stands for the whole day in `zone`, or a moment (RFC 3339), which is
/// rounded outwards to whole quarters of an hour. Without an end it is the end of today; without a beginning it is 30 days,
/// with the last one.
#[derive(Debug, Clone, Copy)]
pub struct PeriodText<'a> {
    /// From when on.
    pub from: Option<&'a str>,
    /// Until when: a date is the last day, a moment is exclusive.
    pub to: Option<&'a str>,
    /// The time zone's name; UTC when it is not said.
    pub zone: Option<&'a str>,
}

/// A stretch of time in a time zone, which begins and ends with a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first quarter.
    pub from: Quarter,
    /// The quarter behind the last.
    pub until: Quarter,
    /// In which time zone its days are days.
    pub zone: Zone,
}

impl Period {
    /// Reads a period at `now`; says every rule that it breaks.
    pub(crate) fn read(
        text: PeriodText<'_>,
        now: Timestamp,
        broken: &mut Violations,
    ) -> Option<Self> {
        let zone = text.zone.map_or(Ok(Zone::UTC), Zone::parse);
        let zone = broken.check("tz", zone);
        let to = text.to.map(Edge::parse).transpose();
        let from = text.from.map(Edge::parse).transpose();
        let (to, from) = (broken.check("to", to), broken.check("from", from));
        let (zone, to, from) = (zone?, to?, from?);
        let until = to.unwrap_or(Edge::Date(zone.date(now))).end(zone);
        let default = || {
            let last = zone.date_before(until.start());
            Edge::Date(last - Days::new(DEFAULT_DAYS - 1))
        };
        let from = from.unwrap_or_else(default).begin(zone);
        let period = Self { from, until, zone };
        period.check(broken).then_some(period)
    }

    fn check(&self, broken: &mut Violations) -> bool {
        let length = self.until.0 - self.from.0;
        if self.from < FIRST {
            broken.add("from", "must not be before 1971-01-01");
        } else if length <= 0 {
            broken.add("to", "must be after from");
        } else if length > MAX_DAYS * Quarter::PER_DAY {
            broken.add("from", format!("must be at most {MAX_DAYS} days before to"));
        } else {
            return true;
        }
        false
    }

    /// As roll-ups are read.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.from, self.until)
    }

    /// The period before, which is as long.
    #[must_use]
    pub fn before(&self) -> Self {
        let length = self.until.0 - self.from.0;
        Self {
            from: Quarter(self.from.0 - length),
            until: self.from,
            zone: self.zone,
        }
    }

    /// The parts in which the clocks of the zone are ahead of UTC by the same number of quarters, with that number.
    pub(crate) fn by_offset(&self) -> Vec<(std::ops::Range<i64>, i64)> {
        let offset = |quarter: i64| {
            self.zone
                .offset_seconds(Quarter(quarter).start())
                .div_euclid(900)
        };
        let mut parts = Vec::new();
        let mut begin = self.from.0;
        while begin < self.until.0 {
            let ahead = offset(begin);
            let end = first_other(begin, self.until.0, |quarter| offset(quarter) == ahead);
            parts.push((begin..end, ahead));
            begin = end;
        }
        parts
    }
}

/// The first place behind `begin` for which `same` does not hold, `end` when there is none. It changes at most once a day.
fn first_other(begin: i64, end: i64, same: impl Fn(i64) -> bool) -> i64 {
    let mut known = begin;
    loop {
        let next = (known + Quarter::PER_DAY).min(end);
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
enum Edge {
    Date(NaiveDate),
    Moment(Timestamp),
}

impl Edge {
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

    fn begin(self, zone: Zone) -> Quarter {
        match self {
            Self::Date(date) => Quarter::from_timestamp(zone.midnight(date)),
            Self::Moment(moment) => Quarter::from_timestamp(moment),
        }
    }

    fn end(self, zone: Zone) -> Quarter {
        match self {
            Self::Date(date) => Quarter::at_or_after(zone.midnight(day_after(date))),
            Self::Moment(moment) => Quarter::at_or_after(moment),
        }
    }
}
