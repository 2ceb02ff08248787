use crate::click::{Counts, Dimension};
use crate::ports::Timestamp;

/// The length of the intervals by which clicks are grouped.
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

/// What clicks are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupBy {
    /// By time.
    Time(Granularity),
    /// By value of a dimension.
    Value(Dimension),
    /// By kind.
    Kind,
}

/// A group of clicks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The key: `2026-11-27T13:00+03:00`, `2026-11-27` (a day, or the Monday of a week), `2026-11`, a value, or a kind; empty
    /// for unknown values.
    pub key: String,
    /// When an interval begins, within the period.
    pub start: Option<Timestamp>,
    /// The counts.
    pub counts: Counts,
}
