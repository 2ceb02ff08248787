use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::{ReportOrder, ReportScope};
use crate::Zone;
use crate::id::{ScheduleId, UserId};
use crate::names::names;
use crate::ports::Timestamp;
use crate::user::Language;
use crate::zone::monday;

/// How often a scheduled report is ordered: each covers the last whole day, week (from Monday) or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every Monday.
    Weekly,
    /// On the first of every month.
    Monthly,
}

names! { Frequency {
    Daily = "daily",
    Weekly = "weekly",
    Monthly = "monthly",
} }

impl Frequency {
    /// The first day of the period that contains `date`.
    fn begin(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::Daily => date,
            Self::Weekly => monday(date),
            Self::Monthly => date.with_day(1).unwrap_or(date),
        }
    }

    /// The first day of the period after the one that contains `date`.
    fn next(self, date: NaiveDate, zone: Zone) -> NaiveDate {
        match self {
            Self::Daily => zone.next_date(date),
            Self::Weekly => self.begin(date) + Days::new(7),
            // Whatever the length of the month, the 32nd day is in the next.
            Self::Monthly => self.begin(self.begin(date) + Days::new(31)),
        }
    }
}

/// What a schedule orders, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchedulePlan {
    /// The links to report on.
    pub scope: ReportScope,
    /// How often.
    pub frequency: Frequency,
    /// The local hour of the day, 0 to 23. If clocks are set forward over it, the moment at which they are; if they show it
    /// twice, the first time.
    pub hour: u8,
    /// The time zone.
    pub zone: Zone,
    /// The language.
    pub language: Language,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

impl SchedulePlan {
    /// When it is due next after `now`.
    #[must_use]
    pub fn next_after(&self, now: Timestamp) -> Timestamp {
        let today = self.zone.date(now);
        let this = self.due_on(self.frequency.begin(today));
        if this > now {
            return this;
        }
        self.due_on(self.frequency.next(today, self.zone))
    }

    /// The order at `now`, when the schedule is due, or later if no worker ran: the last whole period before it was due last.
    #[must_use]
    pub fn order_at(&self, now: Timestamp) -> ReportOrder {
        let this = self.frequency.begin(self.zone.date(now));
        // Before its hour, the schedule was due last a period ago.
        let end = if self.due_on(this) > now {
            self.frequency.begin(self.zone.previous_date(this))
        } else {
            this
        };
        let begin = self.frequency.begin(self.zone.previous_date(end));
        ReportOrder {
            scope: self.scope,
            from: self.zone.midnight(begin),
            until: self.zone.midnight(end),
            zone: self.zone,
            language: self.language,
            include_bots: self.include_bots,
        }
    }

    /// When the schedule is due on a date.
    fn due_on(&self, date: NaiveDate) -> Timestamp {
        let time = NaiveTime::from_hms_opt(u32::from(self.hour), 0, 0).unwrap_or_default();
        self.zone.moment(date.and_time(time))
    }
}

/// A schedule of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Never reused.
    pub id: ScheduleId,
    /// The owner, to whom its reports are mailed.
    pub owner: UserId,
    /// The plan.
    pub plan: SchedulePlan,
    /// When it is due next.
    pub next_at: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
}
