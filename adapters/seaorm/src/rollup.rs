//! The tables in which clicks are added up, and how stretches of time stand in them.

use std::ops::Range;

use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::ports::StoreError;
use sea_orm::{DbErr, QueryResult};

/// The roll-ups of one kind of owner.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rollup {
    /// The table of the counts.
    pub(crate) counts: &'static str,
    /// The table of the counts by value.
    pub(crate) breakdowns: &'static str,
    /// The column that says whose they are, in both.
    pub(crate) id: &'static str,
}

/// Those of links.
pub(crate) const LINKS: Rollup = Rollup {
    counts: "link_click_counts",
    breakdowns: "link_click_breakdowns",
    id: "link_id",
};

/// Those of users.
pub(crate) const USERS: Rollup = Rollup {
    counts: "user_click_counts",
    breakdowns: "user_click_breakdowns",
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
}

/// Rows that stand side by side in a roll-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) grain: Grain,
    pub(crate) periods: Range<i64>,
}

/// The rows that make up a span; none where it is empty.
pub(crate) fn stretches(span: &Span) -> Vec<Stretch> {
    let days = Some(span.days.clone()).filter(|days| !days.is_empty());
    let days = days.map(|periods| Stretch {
        grain: Grain::Day,
        periods,
    });
    let quarters = span.quarters().map(|periods| Stretch {
        grain: Grain::Quarter,
        periods,
    });
    days.into_iter().chain(quarters).collect()
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
