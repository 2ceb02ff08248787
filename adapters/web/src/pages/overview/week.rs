use chrono::{Days, NaiveDate};
use korotko_core::click::Counts;
use korotko_core::statistics::Group;
use korotko_texts::Texts;

use crate::chart::{Bar, pairs};
use crate::pages::statistics::{bar, programs};

/// The number of days that are compared.
pub(super) const DAYS: u64 = 7;

/// The clicks of the last seven days, each beside the same day of the week before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Week(Vec<Day>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Day {
    date: NaiveDate,
    now: Counts,
    before: Counts,
}

/// A row of the table beside the chart.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) date: String,
    pub(super) people: u64,
    pub(super) people_before: u64,
    pub(super) programs: u64,
    pub(super) programs_before: u64,
}

/// How a number of clicks differs from the one of the week before.
#[derive(Debug, PartialEq, Eq)]
enum Change {
    /// There were none in either week.
    None,
    /// There were none before.
    First,
    Same,
    /// More, by so many per cent.
    More(u64),
    /// Fewer, by so many per cent.
    Fewer(u64),
}

impl Week {
    /// The week that ends today; `groups` has the clicks of each day of both weeks.
    pub(super) fn new(today: NaiveDate, groups: &[Group]) -> Self {
        let counts = |date: NaiveDate| {
            let key = date.to_string();
            let found = groups.iter().find(|group| group.key == key);
            found.map_or_else(Counts::default, |group| group.counts)
        };
        let days = (0..DAYS).rev().map(|ago| {
            let date = today - Days::new(ago);
            Day {
                date,
                now: counts(date),
                before: counts(date - Days::new(DAYS)),
            }
        });
        Self(days.collect())
    }

    /// All clicks of the last seven days.
    pub(super) fn total(&self) -> Counts {
        self.0.iter().map(|day| day.now).sum()
    }

    /// What the chart shows, as a sentence.
    pub(super) fn sentence(&self, texts: &Texts) -> String {
        let before: Counts = self.0.iter().map(|day| day.before).sum();
        let people = self.total().humans;
        let (key, percent) = match Change::new(people, before.humans) {
            Change::None => return texts.text("overview-none").to_owned(),
            Change::First => ("overview-first", 0),
            Change::Same => ("overview-same", 0),
            Change::More(percent) => ("overview-more", percent),
            Change::Fewer(percent) => ("overview-fewer", percent),
        };
        let arguments = [("people", people.into()), ("percent", percent.into())];
        texts.with(key, &arguments)
    }

    /// The chart, as an SVG element.
    pub(super) fn chart(&self, texts: &Texts) -> String {
        let days = self.0.iter();
        let pair = |day: &Day| {
            let before = day_bar(texts, day.date - Days::new(DAYS), &day.before);
            (before, day_bar(texts, day.date, &day.now))
        };
        pairs(&days.map(pair).collect::<Vec<_>>())
    }

    /// The numbers of the chart.
    pub(super) fn rows(&self) -> Vec<Row> {
        let row = |day: &Day| Row {
            date: day.date.to_string(),
            people: day.now.humans,
            people_before: day.before.humans,
            programs: programs(&day.now),
            programs_before: programs(&day.before),
        };
        self.0.iter().map(row).collect()
    }
}

impl Change {
    fn new(now: u64, before: u64) -> Self {
        let percent = |difference: u64| {
            let rounded = difference.saturating_mul(100).saturating_add(before / 2);
            rounded / before.max(1)
        };
        match (now, before) {
            (0, 0) => Self::None,
            (_, 0) => Self::First,
            _ => match (
                percent(now.saturating_sub(before)),
                percent(before.saturating_sub(now)),
            ) {
                (0, 0) => Self::Same,
                (0, percent) => Self::Fewer(percent),
                (percent, _) => Self::More(percent),
            },
        }
    }
}

fn day_bar(texts: &Texts, date: NaiveDate, counts: &Counts) -> Bar {
    let (when, label) = (date.to_string(), date.format("%m-%d").to_string());
    bar(texts, &when, &label, counts)
}

#[cfg(test)]
mod tests {
    use korotko_core::user::Language;

    use super::*;

    fn day(key: &str, humans: u64, bots: u64) -> Group {
        Group {
            key: key.to_owned(),
            start: None,
            counts: Counts {
                humans,
                bots,
                ..Counts::default()
            },
        }
    }

    #[test]
    fn each_day_is_beside_the_same_day_of_the_week_before() {
        let groups = [
            day("2026-11-19", 9, 0),
            day("2026-11-20", 4, 1),
            day("2026-11-26", 0, 3),
            day("2026-11-27", 6, 2),
        ];
        let week = Week::new("2026-11-27".parse().unwrap(), &groups);
        let rows = week.rows();
        let dates: Vec<_> = rows.iter().map(|row| row.date.as_str()).collect();
        let expected = ["21", "22", "23", "24", "25", "26", "27"];
        assert_eq!(dates, expected.map(|day| format!("2026-11-{day}")));
        let last = &rows[6];
        assert_eq!((last.people, last.people_before), (6, 4));
        assert_eq!((last.programs, last.programs_before), (2, 1));
        let fifth = &rows[5];
        assert_eq!((fifth.people, fifth.people_before), (0, 9));
        assert_eq!((week.total().humans, week.total().bots), (6, 5));
        let texts = Texts::of(Language::En);
        let expected =
            "6 clicks of people in the last 7 days, 54% fewer than in the 7 days before.";
        assert_eq!(week.sentence(texts), expected);
        assert_eq!(week.chart(texts).matches("<title>").count(), 14);
    }

    #[test]
    fn a_change_is_in_whole_per_cent_of_the_week_before() {
        for (now, before, change) in [
            (0, 0, Change::None),
            (1, 0, Change::First),
            (7, 7, Change::Same),
            (1_000, 999, Change::Same),
            (3, 2, Change::More(50)),
            (10, 3, Change::More(233)),
            (0, 5, Change::Fewer(100)),
            (2, 3, Change::Fewer(33)),
            (u64::MAX, 1, Change::More(u64::MAX)),
        ] {
            assert_eq!(Change::new(now, before), change, "{now} after {before}");
        }
    }
}
