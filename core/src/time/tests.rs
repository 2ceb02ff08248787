use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::{TimeError, check, parse, parse_bound};

fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339()
}

#[test]
fn times_with_any_offset_from_1970_to_9999_are_parsed() {
    for (given, read) in [
        ("2027-01-31T12:00:00+03:00", "2027-01-31T09:00:00+00:00"),
        ("2027-01-31T12:00:00.5Z", "2027-01-31T12:00:00.500+00:00"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00"),
        ("1969-12-31T23:00:00-01:00", "1970-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"),
        ("9999-12-31T23:59:59+14:00", "9999-12-31T09:59:59+00:00"),
    ] {
        assert_eq!(parse(given).map(text), Ok(read.to_owned()), "{given}");
    }
}

#[test]
fn any_other_time_is_refused_with_an_example() {
    for (given, error) in [
        ("", TimeError::Form),
        ("soon", TimeError::Form),
        ("2027-01-31", TimeError::Form),
        ("31.01.2027", TimeError::Form),
        ("2027-01-31T12:00:00", TimeError::Form),
        ("+2027-01-31T12:00:00Z", TimeError::Form),
        ("-2027-01-31T12:00:00Z", TimeError::Form),
        ("+262142-12-31T23:59:59Z", TimeError::Form),
        ("+262142-12-31T23:59:60Z", TimeError::Form),
        ("2027-02-29T12:00:00Z", TimeError::Form),
        ("2027-01-31T24:00:00Z", TimeError::Form),
        ("9999-12-31T23:59:59-05:00", TimeError::Range),
        ("1970-01-01T00:00:00+00:01", TimeError::Range),
        ("0000-01-01T00:00:00Z", TimeError::Range),
        ("2016-12-31T23:59:60Z", TimeError::LeapSecond),
        ("9999-12-31T23:59:60Z", TimeError::LeapSecond),
    ] {
        assert_eq!(parse(given), Err(error), "{given}");
        assert_eq!(parse_bound(given), Err(error), "{given}");
        assert!(error.to_string().contains(", such as 2027-"), "{error}");
    }
}

#[test]
fn times_are_truncated_to_whole_microseconds() {
    let given = "2027-01-31T12:00:00.1234561Z";
    let times = (parse(given).map(text), parse_bound(given).map(text));
    let expected = [
        "2027-01-31T12:00:00.123456+00:00",
        "2027-01-31T12:00:00.123457+00:00",
    ];
    assert_eq!(
        times,
        (Ok(expected[0].to_owned()), Ok(expected[1].to_owned()))
    );
}

proptest! {
    #[test]
    fn formatted_times_are_parsed_again(micros in 0_i64..253_402_300_800_000_000) {
        let time = DateTime::from_timestamp_micros(micros).unwrap();
        prop_assert_eq!(parse(&time.to_rfc3339()), Ok(time));
        prop_assert_eq!(parse_bound(&time.to_rfc3339()), Ok(time));
    }

    #[test]
    fn no_text_makes_the_parser_panic(given in "[-+]?[0-9]{1,7}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,12})?(Z|[-+][0-9]{2}:[0-9]{2})") {
        if let Ok(time) = parse(&given) {
            prop_assert_eq!(check(time), Ok(time));
            prop_assert_eq!(time.to_rfc3339().len() - "+00:00".len() >= "1970-01-01T00:00:00".len(), true);
            let bound = parse_bound(&given).unwrap();
            prop_assert!(bound - time <= TimeDelta::microseconds(1));
        }
    }
}
