use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::Zone;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Calls everything that converts `moment`.
fn convert(zone: Zone, moment: DateTime<Utc>) {
    let local = zone.local(moment);
    let _ = (zone.moment(local), zone.offset_seconds(moment));
    let date = zone.date(moment);
    let _ = (zone.has(date), zone.date_before(moment));
    let _ = (zone.next_date(date), zone.previous_date(date));
    let _ = super::monday(date);
}

#[test]
fn every_zone_converts_the_earliest_and_latest_times() {
    for zone in Zone::all() {
        for moment in [
            DateTime::<Utc>::MAX_UTC,
            DateTime::<Utc>::MIN_UTC,
            DateTime::<Utc>::MAX_UTC - TimeDelta::hours(20),
            DateTime::<Utc>::MIN_UTC + TimeDelta::hours(20),
            "9999-12-31T23:59:59.999999Z".parse().unwrap(),
            "1970-01-01T00:00:00Z".parse().unwrap(),
        ] {
            convert(zone, moment);
        }
        for local in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            convert(zone, zone.moment(local));
            convert(zone, zone.midnight(local.date()));
        }
    }
}

#[test]
fn a_skipped_date_is_neither_next_nor_previous_date() {
    for (zone, left_out) in [
        ("Pacific/Apia", "2011-12-30"),
        ("Pacific/Fakaofo", "2011-12-30"),
        ("Pacific/Kwajalein", "1993-08-21"),
        ("Pacific/Kiritimati", "1994-12-31"),
        ("Pacific/Enderbury", "1994-12-31"),
    ] {
        let (zone, left_out) = (Zone::parse(zone).unwrap(), date(left_out));
        let (before, after) = (left_out - Days::new(1), left_out + Days::new(1));
        assert!(!zone.has(left_out), "{zone}");
        assert!(zone.has(before) && zone.has(after), "{zone}");
        assert_eq!(zone.next_date(before), after, "{zone}");
        assert_eq!(zone.previous_date(after), before, "{zone}");
        assert_eq!(zone.date_before(zone.midnight(after)), before, "{zone}");
    }
}

#[test]
fn from_1971_on_a_date_is_skipped_exactly_when_no_time_has_it() {
    let (first, last) = (date("1971-01-02"), date("2038-01-01"));
    // The zones beside the date line, and some with odd offsets.
    let odd = [
        "Africa/Monrovia",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Europe/Moscow",
    ];
    let tried = |zone: &Zone| zone.name().starts_with("Pacific/") || odd.contains(&zone.name());
    for zone in Zone::all().filter(tried) {
        let mut moment = zone.midnight(first);
        let mut seen = first;
        while seen < last {
            let next = zone.date(moment);
            if next > seen {
                assert_eq!(zone.next_date(seen), next, "{zone}");
                assert_eq!(zone.previous_date(next), seen, "{zone}");
                seen = next;
            }
            moment += TimeDelta::hours(12);
        }
    }
}

proptest! {
    #[test]
    fn any_time_converts_in_any_zone(
        zone in 0..chrono_tz::TZ_VARIANTS.len(),
        seconds in DateTime::<Utc>::MIN_UTC.timestamp()..=DateTime::<Utc>::MAX_UTC.timestamp(),
    ) {
        let zone = Zone(chrono_tz::TZ_VARIANTS[zone]);
        let moment = DateTime::from_timestamp(seconds, 0).unwrap();
        convert(zone, moment);
        prop_assert!((zone.local(moment) - moment.naive_utc()).abs() <= TimeDelta::hours(16));
    }
}
