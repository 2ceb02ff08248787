use crate::click::{Counts, Dimension};
use crate::ports::Timestamp;

/// Into what stretches of time clicks are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Granularity {
    /// Hours.
    Hour,
    /// Days.
    #[default]
    Day,
    /// Weeks, from Monday.
    Week,
    /// Months.
    Month,
}

/// By what clicks are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// By when they were.
    Time(Granularity),
    /// By what they say in a dimension.
    Value(Dimension),
    /// By who sent them.
    Kind,
}

/// The clicks that have something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it is: `2026-11-27T13:00+03:00`, `2026-11-27` (a day, or the Monday of a week), `2026-11`, a value, or a kind; empty
    /// for clicks that do not say.
    pub key: String,
    /// When a stretch of time begins, within the period.
    pub start: Option<Timestamp>,
    /// How many.
    pub counts: Counts,
}
