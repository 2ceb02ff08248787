use korotko_core::report::{Frequency, Report, ReportOrder, ReportState, Schedule, SchedulePlan};
use korotko_texts::Texts;

use crate::moment::Moment;
use crate::visit::Visit;

/// A report that was ordered.
#[derive(Debug)]
pub(super) struct ReportRow {
    /// What it is about.
    pub(super) subject: String,
    /// The first and the last day.
    pub(super) days: String,
    pub(super) ordered: Moment,
    /// The key of its state.
    pub(super) state: &'static str,
    pub(super) has_failed: bool,
    /// Why it failed, in English.
    pub(super) failure: Option<String>,
}

/// A schedule.
#[derive(Debug)]
pub(super) struct ScheduleRow {
    pub(super) id: i64,
    /// What its reports are about.
    pub(super) subject: String,
    /// Such as `Every Monday at 08:00 (Europe/Moscow)`.
    pub(super) when: String,
    pub(super) next: Moment,
}

impl ReportRow {
    pub(super) fn new(visit: &Visit<'_>, report: &Report, subject: String) -> Self {
        Self {
            subject,
            days: days(&report.order),
            ordered: Moment::new(report.created_at, visit.zone()),
            state: match report.state {
                ReportState::Queued => "reports-queued",
                ReportState::Running => "reports-running",
                ReportState::Sent => "reports-sent",
                ReportState::Failed => "reports-failed",
            },
            has_failed: report.state == ReportState::Failed,
            failure: report.failure.clone(),
        }
    }
}

impl ScheduleRow {
    pub(super) fn new(visit: &Visit<'_>, schedule: &Schedule, subject: String) -> Self {
        Self {
            id: schedule.id.0,
            subject,
            when: when(visit.texts(), &schedule.plan),
            next: Moment::new(schedule.next_at, visit.zone()),
        }
    }
}

/// The days of an order, in its own time zone; a single day once.
fn days(order: &ReportOrder) -> String {
    let first = order.zone.date(order.from);
    let last = order.zone.date_before(order.until);
    if first == last {
        return first.to_string();
    }
    format!("{first} – {last}")
}

fn when(texts: &Texts, plan: &SchedulePlan) -> String {
    let key = match plan.frequency {
        Frequency::Daily => "reports-daily",
        Frequency::Weekly => "reports-weekly",
        Frequency::Monthly => "reports-monthly",
    };
    let time = format!("{:02}:00", plan.hour);
    let arguments = [("time", time.into()), ("zone", plan.zone.name().into())];
    texts.with(key, &arguments)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use korotko_core::Zone;
    use korotko_core::mock::sample;
    use korotko_core::report::ReportScope;
    use korotko_core::user::Language;

    use super::*;

    #[test]
    fn the_days_of_an_order_are_those_of_its_zone() {
        let order = |hours| ReportOrder {
            scope: ReportScope::All,
            from: sample::now() - TimeDelta::hours(3),
            until: sample::now() + TimeDelta::hours(hours),
            zone: Zone::parse("Europe/Moscow").unwrap(),
            language: Language::En,
            include_bots: false,
        };
        assert_eq!(days(&order(21)), "2026-01-01");
        assert_eq!(days(&order(45)), "2026-01-01 – 2026-01-02");
    }

    #[test]
    fn a_schedule_says_when_it_is_due() {
        let plan = SchedulePlan {
            scope: ReportScope::All,
            frequency: Frequency::Weekly,
            hour: 8,
            zone: Zone::UTC,
            language: Language::En,
            include_bots: false,
        };
        let english = when(Texts::of(Language::En), &plan);
        assert_eq!(english, "Every Monday at 08:00 (UTC)");
    }
}
