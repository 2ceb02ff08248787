mod compose;
mod deliver;
mod order;
mod run_schedules;
mod schedule;
mod subscribe;
mod write;

use chrono::TimeDelta;

use super::{Frequency, Report, ReportOrder, ReportScope, ReportState, Schedule, SchedulePlan};
use crate::Zone;
use crate::id::{ReportId, ScheduleId, UserId};
use crate::mock::sample;
use crate::user::Language;

const ANN: UserId = UserId(7);

/// An order on all links, for the last week.
fn an_order() -> ReportOrder {
    ReportOrder {
        scope: ReportScope::All,
        from: sample::now() - TimeDelta::days(7),
        until: sample::now(),
        zone: Zone::UTC,
        language: Language::Ru,
        include_bots: false,
    }
}

/// Ann's queued report, number 3.
fn a_report() -> Report {
    Report {
        id: ReportId(3),
        owner: ANN,
        order: an_order(),
        schedule: None,
        state: ReportState::Queued,
        failure: None,
        created_at: sample::now(),
        started_at: None,
        finished_at: None,
    }
}

/// A plan on all links, in UTC at 8.
fn a_plan(frequency: Frequency) -> SchedulePlan {
    SchedulePlan {
        scope: ReportScope::All,
        frequency,
        hour: 8,
        zone: Zone::UTC,
        language: Language::En,
        include_bots: false,
    }
}

/// Ann's daily schedule, number 4, due now.
fn a_schedule() -> Schedule {
    Schedule {
        id: ScheduleId(4),
        owner: ANN,
        plan: a_plan(Frequency::Daily),
        next_at: sample::now(),
        created_at: sample::now() - TimeDelta::days(1),
    }
}
