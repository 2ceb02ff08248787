use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::ClickKind;
use crate::ports::Timestamp;

/// The number of clicks of each kind, and of visitors.
///
/// A visitor is a person who follows a link on a day (UTC): five clicks of one person on one link and day are one visitor;
/// clicks on two links, or on two days, are two. So visitors add up over links and days like clicks do, and do not say how many
/// different people there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Counts {
    /// Clicks of people.
    pub humans: u64,
    /// Clicks of bots.
    pub bots: u64,
    /// Clicks of previews and prefetches.
    pub previews: u64,
    /// Visitors.
    pub visitors: u64,
}

impl Counts {
    /// One click of this kind, whose visitor is new to the link today or not.
    #[must_use]
    pub fn one(kind: ClickKind, first_today: bool) -> Self {
        let is = |other| u64::from(kind == other);
        Self {
            humans: is(ClickKind::Human),
            bots: is(ClickKind::Bot),
            previews: is(ClickKind::Preview),
            visitors: u64::from(first_today),
        }
    }

    /// All clicks, of any kind.
    #[must_use]
    pub fn clicks(&self) -> u64 {
        self.humans + self.bots + self.previews
    }

    /// The clicks of people, or with `bots` of any kind.
    #[must_use]
    pub fn clicks_with(&self, bots: bool) -> u64 {
        if bots { self.clicks() } else { self.humans }
    }

    /// Whether all numbers are zero.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The difference to `part`, at least zero.
    #[must_use]
    pub fn without(&self, part: &Self) -> Self {
        Self {
            humans: self.humans.saturating_sub(part.humans),
            bots: self.bots.saturating_sub(part.bots),
            previews: self.previews.saturating_sub(part.previews),
            visitors: self.visitors.saturating_sub(part.visitors),
        }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            humans: self.humans + other.humans,
            bots: self.bots + other.bots,
            previews: self.previews + other.previews,
            visitors: self.visitors + other.visitors,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), Add::add)
    }
}

/// The clicks of a link since its creation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClickTotals {
    /// The counts.
    pub counts: Counts,
    /// When the last click was.
    pub last_at: Option<Timestamp>,
    /// When the last click of a person was.
    pub last_human_at: Option<Timestamp>,
}

impl ClickTotals {
    /// When the last click of a person was, or with `bots` the last of any kind.
    #[must_use]
    pub fn last_at_with(&self, bots: bool) -> Option<Timestamp> {
        if bots {
            self.last_at
        } else {
            self.last_human_at
        }
    }
}
