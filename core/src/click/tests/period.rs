use chrono::TimeDelta;

use crate::click::{Day, QuarterHour, Span};
use crate::mock::sample;

#[test]
fn a_timestamp_maps_to_its_quarter_hour_and_its_day() {
    let midnight = sample::now();
    let micro = TimeDelta::microseconds(1);
    let quarter = QuarterHour::from_timestamp(midnight);
    assert_eq!(quarter.start(), midnight);
    assert_eq!(
        QuarterHour::from_timestamp(midnight + TimeDelta::minutes(15) - micro),
        quarter
    );
    assert_eq!(
        QuarterHour::from_timestamp(midnight - micro).0,
        quarter.0 - 1
    );
    assert_eq!(QuarterHour::at_or_after(midnight), quarter);
    assert_eq!(QuarterHour::at_or_after(midnight + micro).0, quarter.0 + 1);
    assert_eq!(Day::from_timestamp(midnight).first_quarter(), quarter);
    assert_eq!(
        Day::from_timestamp(midnight - micro).next(),
        Day::from_timestamp(midnight)
    );
}

#[test]
fn a_span_contains_every_quarter_hour_once() {
    for (from, until) in [
        (0, 0),
        (0, 96),
        (5, 90),
        (5, 96),
        (5, 97),
        (0, 200),
        (95, 97),
        (7, 1_000),
        (96, 95),
    ] {
        let span = Span::new(QuarterHour(from), QuarterHour(until));
        let days = span.days.clone().flat_map(|day| day * 96..(day + 1) * 96);
        let mut quarters: Vec<i64> = span.quarters().flatten().chain(days).collect();
        quarters.sort_unstable();
        let expected: Vec<i64> = (from..until).collect();
        assert_eq!(quarters, expected, "{from} to {until}: {span:?}");
        let edges: usize = span.quarters().map(Iterator::count).sum();
        assert!(edges < 2 * 96, "{span:?} reads more quarters than it must");
    }
}
