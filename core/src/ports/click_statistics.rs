use std::ops::Range;

use async_trait::async_trait;

use super::StoreError;
use crate::click::{Counts, Dimension, Span};
use crate::id::{CollectionId, LinkId, UserId};

/// Whose clicks are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClickSubject {
    /// Those of one link.
    Link(LinkId),
    /// Those of the links that are in a set now, without deleted ones.
    Collection(CollectionId),
    /// Those of all links that a user has or had: a deleted link's clicks stay in its owner's numbers.
    Owner(UserId),
}

/// The numbers of clicks. All methods see the same: for one subject and stretch of time, the sum of what any
/// of them answers is what [`count`](Self::count) answers.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickStatistics: Send + Sync {
    /// How many.
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError>;

    /// How many of each of these links, none to 1,000; links without any may be left out.
    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError>;

    /// How many in each step of `step` quarters, where quarter `q` of `quarters` is in step `(q + offset).div_euclid(step)`:
    /// with the offset of a time zone, hours (4) or days (96) as they are there. By rising step; empty ones are left out.
    /// `step` is positive, and `q + offset` is not negative.
    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError>;

    /// How many of each value in a dimension, in any order, each value once. Of a link or an owner at least 900 values of a day
    /// are told apart; the least clicked of the others may be one, [`Dimension::REST`].
    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError>;

    /// How many clicks of a link were [taken](super::ClickRepository::take).
    async fn count_taken(&self, link: LinkId) -> Result<u64, StoreError>;
}
