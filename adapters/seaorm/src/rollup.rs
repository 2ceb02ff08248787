//! The tables in which clicks are added up, and how stretches of time stand in them.
//!
//! Clicks of these days are added up in a row for each stretch of time. Rows of days gone by are packed: those of many stretches
//! into one. A click that is counted late makes a row once more, so what is read is always the sum of both.

use std::ops::Range;

use korotko_core::click::{Counts, Dimension, Quarter};
use korotko_core::ports::StoreError;
use sea_orm::{DbErr, QueryResult};

/// The roll-ups of one kind of owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rollup {
    /// The table of the counts.
    pub(crate) counts: &'static str,
    /// The table of the counts by value.
    pub(crate) breakdowns: &'static str,
    /// The table of the counts that are packed.
    pub(crate) count_packs: &'static str,
    /// The table of the counts by value that are packed.
    pub(crate) breakdown_packs: &'static str,
    /// The column that says whose they are, in all of them.
    pub(crate) id: &'static str,
}

/// Those of links.
pub(crate) const LINKS: Rollup = Rollup {
    counts: "link_click_counts",
    breakdowns: "link_click_breakdowns",
    count_packs: "link_count_packs",
    breakdown_packs: "link_breakdown_packs",
    id: "link_id",
};

/// Those of users.
pub(crate) const USERS: Rollup = Rollup {
    counts: "user_click_counts",
    breakdowns: "user_click_breakdowns",
    count_packs: "user_count_packs",
    breakdown_packs: "user_breakdown_packs",
    id: "user_id",
};

/// How long the stretch of time is that a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Grain {
    /// A quarter of an hour.
    Quarter,
    /// A day of UTC.
    Day,
}

impl Grain {
    /// What the column holds.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Quarter => 0,
            Self::Day => 1,
        }
    }

    /// How many there are in a day.
    pub(crate) fn per_day(self) -> i64 {
        match self {
            Self::Quarter => Quarter::PER_DAY,
            Self::Day => 1,
        }
    }
}

/// A block of days, of which the counts are packed into one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Block(pub(crate) i64);

impl Block {
    /// How many days there are in one.
    pub(crate) const DAYS: i64 = 64;

    /// That of a day.
    pub(crate) fn of(day: i64) -> Self {
        Self(day.div_euclid(Self::DAYS))
    }

    /// Its days.
    pub(crate) fn days(self) -> Range<i64> {
        self.0 * Self::DAYS..(self.0 + 1) * Self::DAYS
    }

    /// Its first stretch of this length.
    pub(crate) fn first(self, grain: Grain) -> i64 {
        self.days().start * grain.per_day()
    }
}

/// What a row of packed values is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValuePack {
    /// An eighth of a block: sums, and series of its quarters.
    Eighth,
    /// A block: sums, as those of days add up to.
    Block,
}

impl ValuePack {
    /// What the column of the grain holds.
    pub(crate) fn number(self) -> i64 {
        self.grain().number()
    }

    /// Of which rows it is made.
    pub(crate) fn grain(self) -> Grain {
        match self {
            Self::Eighth => Grain::Quarter,
            Self::Block => Grain::Day,
        }
    }

    /// How many days there are in one.
    pub(crate) fn days(self) -> i64 {
        match self {
            Self::Eighth => Block::DAYS / 8,
            Self::Block => Block::DAYS,
        }
    }

    /// How many quarters there are in one.
    pub(crate) fn quarters(self) -> i64 {
        self.days() * Quarter::PER_DAY
    }
}

/// A column of the packed counts: of the days of a block, or of the quarters of a part of each day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CountColumn {
    pub(crate) name: &'static str,
    pub(crate) grain: Grain,
    /// Which quarters of a day.
    pub(crate) of_day: Range<i64>,
}

/// All of them. Days that begin at another hour than in UTC need the quarters of a part of the day alone.
pub(crate) const COUNT_COLUMNS: [CountColumn; 5] = [
    count_column("days", Grain::Day, 0..Quarter::PER_DAY),
    count_column("quarters_0", Grain::Quarter, 0..24),
    count_column("quarters_6", Grain::Quarter, 24..48),
    count_column("quarters_12", Grain::Quarter, 48..72),
    count_column("quarters_18", Grain::Quarter, 72..Quarter::PER_DAY),
];

const fn count_column(name: &'static str, grain: Grain, of_day: Range<i64>) -> CountColumn {
    CountColumn {
        name,
        grain,
        of_day,
    }
}

/// The column that has the series of a dimension's values, beside the [one](column) that has the sums.
pub(crate) fn series_column(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Referrer => "referrer_series",
        Dimension::Browser => "browser_series",
        Dimension::Os => "system_series",
        Dimension::Device => "device_series",
        Dimension::Language => "language_series",
    }
}

/// The column that has the values of a dimension.
pub(crate) fn column(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Referrer => "referrers",
        Dimension::Browser => "browsers",
        Dimension::Os => "systems",
        Dimension::Device => "devices",
        Dimension::Language => "languages",
    }
}

/// Reads counts from the columns `first` to `first + 3` of a row: people, bots, previews, visitors.
pub(crate) fn read_counts(row: &QueryResult, first: usize) -> Result<[i64; 4], DbErr> {
    let number = |place: usize| row.try_get_by_index(first + place);
    Ok([number(0)?, number(1)?, number(2)?, number(3)?])
}

/// What stored counts mean.
pub(crate) fn counts([humans, bots, previews, visitors]: [i64; 4]) -> Result<Counts, StoreError> {
    let number = |stored: i64| u64::try_from(stored).map_err(StoreError::broken);
    Ok(Counts {
        humans: number(humans)?,
        bots: number(bots)?,
        previews: number(previews)?,
        visitors: number(visitors)?,
    })
}

/// What is stored of counts.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
