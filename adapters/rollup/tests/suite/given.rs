use korotko_core::click::{Counts, Day, Dimension, QuarterHour, Tally};
use korotko_core::id::{LinkId, UserId};
use proptest::prelude::*;

/// The first day on which anything happens, in the middle of a block.
pub const FIRST: i64 = 64 * 300 + 29;

/// Over how many days the clicks are.
pub const DAYS: i64 = 150;

/// How many links there are; the first two are of user 1, the third is of user 2, and the fourth is nobody's.
pub const LINKS: i64 = 4;

pub fn owner(link: LinkId) -> Option<UserId> {
    match link.0 {
        1 | 2 => Some(UserId(1)),
        3 => Some(UserId(2)),
        _ => None,
    }
}

pub fn tally(link: i64, quarter: i64, counts: Counts, values: &[&str]) -> Tally {
    let link = LinkId(link);
    let quarter = QuarterHour(quarter);
    let all = Dimension::ALL.into_iter().zip(values.iter().cycle());
    let values = all.map(|(dimension, value)| ((dimension, (*value).to_owned()), counts));
    Tally {
        link,
        owner: owner(link),
        quarter,
        counts,
        last_at: quarter.start(),
        last_human_at: None,
        values: values.collect(),
    }
}

fn some_counts() -> impl Strategy<Value = Counts> {
    let number = || prop_oneof![3 => Just(0), 6 => 0..200_u64, 1 => 0..(1_u64 << 30)];
    let counts = (1..5_u64, number(), number(), number());
    counts.prop_map(|(humans, bots, previews, visitors)| Counts {
        humans,
        bots,
        previews,
        visitors,
    })
}

/// What is clicked at some time; long texts, so that rows are soon large.
pub fn some_tally() -> impl Strategy<Value = Tally> {
    let quarter = prop_oneof![
        FIRST * 96..(FIRST + DAYS) * 96,
        // Busy days.
        (FIRST + 30) * 96..(FIRST + 33) * 96,
    ];
    let value = prop_oneof![Just(""), Just("a.example"), Just("ё"), Just(LONG)];
    let values = prop::collection::vec(value, 1..4);
    let tally = (1..=LINKS, quarter, some_counts(), values);
    tally.prop_map(|(link, quarter, counts, values)| tally_of(link, quarter, counts, &values))
}

fn tally_of(link: i64, quarter: i64, counts: Counts, values: &[&str]) -> Tally {
    tally(link, quarter, counts, values)
}

pub const LONG: &str = "a-host-with-a-name-that-is-as-long-as-hardly-any-other-and-goes-on-and-on-and-on-until-the-row-\
    of-the-day-is-full-because-it-says-so-many-things-of-so-few-clicks-that-nobody-would-ever-want-to-know.example";

/// What happens to a store.
#[derive(Debug, Clone)]
pub enum Event {
    Fold(Vec<Tally>),
    /// So many times, of the days before this one.
    Compact(u8, Day),
}

pub fn some_events() -> impl Strategy<Value = Vec<Event>> {
    let fold = prop::collection::vec(some_tally(), 1..40).prop_map(Event::Fold);
    let compact = (1..9_u8, FIRST..FIRST + DAYS + 70);
    let compact = compact.prop_map(|(times, day)| Event::Compact(times, Day(day)));
    prop::collection::vec(prop_oneof![3 => fold, 2 => compact], 1..24)
}
