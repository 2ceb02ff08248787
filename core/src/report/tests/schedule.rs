use chrono::{DateTime, Utc};

use super::a_plan;
use crate::Zone;
use crate::report::Frequency::{self, Daily, Monthly, Weekly};
use crate::report::SchedulePlan;

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn at(frequency: Frequency, hour: u8, zone: &str) -> SchedulePlan {
    SchedulePlan {
        hour,
        zone: Zone::parse(zone).unwrap(),
        ..a_plan(frequency)
    }
}

#[test]
fn a_schedule_is_due_at_its_hour_of_the_next_day_week_or_month() {
    for (frequency, now, next) in [
        (Daily, "2026-11-27T07:59:59Z", "2026-11-27T08:00:00Z"),
        (Daily, "2026-11-27T08:00:00Z", "2026-11-28T08:00:00Z"),
        (Weekly, "2026-11-27T00:00:00Z", "2026-11-30T08:00:00Z"),
        (Weekly, "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z"),
        (Monthly, "2026-11-01T07:00:00Z", "2026-11-01T08:00:00Z"),
        (Monthly, "2026-12-31T23:59:59Z", "2027-01-01T08:00:00Z"),
        (Monthly, "2027-01-31T12:00:00Z", "2027-02-01T08:00:00Z"),
    ] {
        let found = at(frequency, 8, "UTC").next_after(moment(now));
        assert_eq!(found, moment(next), "{frequency:?} after {now}");
    }
}

#[test]
fn a_schedule_keeps_its_local_hour_when_clocks_change() {
    let daily = at(Daily, 8, "America/New_York");
    let before = daily.next_after(moment("2026-03-07T00:00:00Z"));
    assert_eq!(before, moment("2026-03-07T13:00:00Z"));
    let after = daily.next_after(moment("2026-03-07T13:00:00Z"));
    assert_eq!(after, moment("2026-03-08T12:00:00Z"));
}

#[test]
fn a_skipped_hour_is_due_when_clocks_change_and_a_repeated_hour_once() {
    let daily = at(Daily, 2, "America/New_York");
    let skipped = daily.next_after(moment("2026-03-08T00:00:00Z"));
    assert_eq!(skipped, moment("2026-03-08T07:00:00Z"));
    let next = daily.next_after(skipped);
    assert_eq!(next, moment("2026-03-09T06:00:00Z"));
    let daily = at(Daily, 1, "America/New_York");
    let repeated = daily.next_after(moment("2026-11-01T00:00:00Z"));
    assert_eq!(repeated, moment("2026-11-01T05:00:00Z"));
    assert_eq!(daily.next_after(repeated), moment("2026-11-02T06:00:00Z"));
    // Where midnight itself is skipped, the day begins later.
    let midnight = at(Daily, 0, "Africa/Cairo");
    let due = midnight.next_after(moment("2026-04-23T12:00:00Z"));
    assert_eq!(due, moment("2026-04-23T22:00:00Z"));
}

#[test]
fn a_schedule_orders_the_last_whole_local_period() {
    let hour = |text: &str| moment(&format!("{text}:00:00Z"));
    let moscow = |frequency| at(frequency, 8, "Europe/Moscow");
    for (frequency, due, from, until) in [
        (Daily, "2026-11-27T05", "2026-11-25T21", "2026-11-26T21"),
        (Weekly, "2026-11-30T05", "2026-11-22T21", "2026-11-29T21"),
        (Monthly, "2026-12-01T05", "2026-10-31T21", "2026-11-30T21"),
        // Days late: still the last whole period.
        (Weekly, "2026-12-04T12", "2026-11-22T21", "2026-11-29T21"),
        (Daily, "2026-12-04T12", "2026-12-02T21", "2026-12-03T21"),
    ] {
        let order = moscow(frequency).order_at(hour(due));
        assert_eq!(
            (order.from, order.until),
            (hour(from), hour(until)),
            "{frequency:?} at {due}"
        );
    }
}

#[test]
fn every_period_is_ordered_once_however_late_the_run() {
    for (frequency, days) in [(Daily, 9), (Weekly, 40), (Monthly, 100)] {
        for hour in [0, 9, 23] {
            let plan = at(frequency, hour, "Europe/Moscow");
            let mut now = moment("2026-11-01T00:00:00Z");
            let end = now + chrono::TimeDelta::days(days);
            let mut ends: Vec<DateTime<Utc>> = Vec::new();
            let mut late = 0;
            loop {
                now = plan.next_after(now);
                if now > end {
                    break;
                }
                // Run at once, or hours late, also after midnight; but before it is due again.
                late = (late + 5) % 23;
                now += chrono::TimeDelta::hours(late);
                let order = plan.order_at(now);
                assert!(
                    ends.last().is_none_or(|until| *until == order.from),
                    "{frequency:?} at {hour}: {ends:?}"
                );
                ends.push(order.until);
            }
            assert!(ends.len() > 2);
        }
    }
}

#[test]
fn a_date_that_the_zone_skipped_has_no_report() {
    let daily = at(Daily, 8, "Pacific/Apia");
    let (before, after) = ("2011-12-29T18:00:00Z", "2011-12-30T18:00:00Z");
    assert_eq!(daily.next_after(moment(before)), moment(after));
    let order = daily.order_at(moment(after));
    let ends = ("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z");
    assert_eq!((order.from, order.until), (moment(ends.0), moment(ends.1)));
}
