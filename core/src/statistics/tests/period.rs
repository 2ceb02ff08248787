use chrono::TimeDelta;

use crate::Zone;
use crate::fault::Violations;
use crate::mock::sample;
use crate::statistics::{Period, PeriodText};

fn read(
    from: Option<&str>,
    to: Option<&str>,
    zone: Option<&str>,
) -> Result<Period, Vec<&'static str>> {
    let mut violations = Violations::default();
    let text = PeriodText { from, to, zone };
    let now = sample::now() + TimeDelta::hours(10);
    let period = Period::read(text, Zone::UTC, now, &mut violations);
    let fields = violations
        .as_slice()
        .iter()
        .map(|violation| violation.field);
    period.ok_or_else(|| fields.collect())
}

fn ends(period: Period) -> [String; 2] {
    [period.from, period.until].map(|quarter| quarter.start().to_rfc3339())
}

#[test]
fn dates_are_whole_days_in_the_zone_and_times_are_rounded_outwards() {
    let zone = Some("Asia/Kathmandu");
    let days = read(Some("2026-03-01"), Some("2026-03-02"), zone).unwrap();
    let expected = ["2026-02-28T18:15:00+00:00", "2026-03-02T18:15:00+00:00"];
    assert_eq!(ends(days), expected);
    let (from, to) = ("2026-03-01T10:01:00+01:00", "2026-03-01T10:00:00Z");
    let moments = read(Some(from), Some(to), None).unwrap();
    let expected = ["2026-03-01T09:00:00+00:00", "2026-03-01T10:00:00+00:00"];
    assert_eq!(ends(moments), expected);
}

#[test]
fn the_default_period_is_the_last_30_days_including_today() {
    let expected = ["2025-12-02T21:00:00+00:00", "2026-01-01T21:00:00+00:00"];
    let period = read(None, None, Some("Europe/Moscow")).unwrap();
    assert_eq!(ends(period), expected);
    let before = period.before();
    assert_eq!(before.until, period.from);
    assert_eq!(before.from.0, period.from.0 - 30 * 96);
}

#[test]
fn every_violation_is_reported() {
    for (from, to, zone, fields) in [
        (Some("soon"), Some("2026-13-01"), None, vec!["to", "from"]),
        (Some("x"), None, Some("Moscow"), vec!["tz", "from"]),
        (Some("2026-03-02"), Some("2026-03-01"), None, vec!["to"]),
        (Some("1970-06-01"), None, None, vec!["from"]),
        (Some("2000-01-01"), None, None, vec!["from"]),
        (None, Some("9999-12-31"), None, vec!["to"]),
        (Some("+262143-01-01T00:00:00Z"), None, None, vec!["from"]),
    ] {
        assert_eq!(read(from, to, zone), Err(fields));
    }
}

#[test]
fn a_period_is_split_where_the_offset_of_the_zone_changes() {
    let zone = Some("America/New_York");
    let year = read(Some("2026-01-01"), Some("2026-12-31"), zone).unwrap();
    let parts = year.by_offset();
    let offsets: Vec<i64> = parts.iter().map(|(_, offset)| *offset).collect();
    assert_eq!(offsets, [-20, -16, -20]);
    let spring = crate::click::QuarterHour(parts[0].0.end).start();
    assert_eq!(spring.to_rfc3339(), "2026-03-08T07:00:00+00:00");
    assert_eq!(parts[0].0.start, year.from.0);
    assert_eq!(parts[2].0.end, year.until.0);
    assert!(parts.windows(2).all(|two| two[0].0.end == two[1].0.start));
    // A part that ends with the period, or begins with a change, is complete.
    let (from, to) = ("2026-03-08T07:00:00Z", "2026-03-08T07:15:00Z");
    let day = read(Some(from), Some(to), zone).unwrap();
    assert_eq!(day.by_offset(), [(day.from.0..day.until.0, -16)]);
}
