use std::iter::Sum;
use std::ops::{Add, AddAssign};

use super::ClickKind;
use crate::ports::Timestamp;

/// How many clicks of each kind, and how many visitors.
///
/// A visitor is a person who followed a link on a day (UTC): whoever comes to one link five times a day is one visitor of it,
/// and whoever comes to two links, or on two days, is two. So visitors add up over links and days like clicks do, and do not
/// say how many different people there were in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Counts {
    /// Clicks of people.
    pub humans: u64,
    /// Clicks of programs that go by themselves.
    pub bots: u64,
    /// Looks ahead.
    pub previews: u64,
    /// Visitors.
    pub visitors: u64,
}

impl Counts {
    /// One click of this kind, of somebody who is the first time there today or not.
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

    /// All clicks, of whatever kind.
    #[must_use]
    pub fn clicks(&self) -> u64 {
        self.humans + self.bots + self.previews
    }

    /// The clicks of people, or with `bots` those of every kind.
    #[must_use]
    pub fn clicks_with(&self, bots: bool) -> u64 {
        if bots { self.clicks() } else { self.humans }
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is left when `part` is taken away; nothing goes below zero.
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

/// What a link's clicks come to since it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClickTotals {
    /// How many.
    pub counts: Counts,
    /// When the last one was, if there was any.
    pub last_at: Option<Timestamp>,
    /// When the last one of a person was, if there was any.
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
