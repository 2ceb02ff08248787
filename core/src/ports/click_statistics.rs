use std::ops::Range;

use async_trait::async_trait;

use super::StoreError;
use crate::click::{Counts, Dimension, Span};
use crate::id::{CollectionId, LinkId, UserId};

/// Whose clicks to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClickSubject {
    /// The clicks of one link.
    Link(LinkId),
    /// The clicks of the links that are in a collection now, without deleted links.
    Collection(CollectionId),
    /// The clicks of all links that a user has or had: a deleted link's clicks stay in its owner's counts.
    Owner(UserId),
}

/// The counts of clicks. All methods agree: for one subject and period, the results of any method add up to the result of
/// [`count`](Self::count).
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickStatistics: Send + Sync {
    /// The clicks of a subject.
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError>;

    /// The clicks of each of these links, none to 1,000; links without clicks may be omitted.
    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError>;

    /// The clicks in each interval of `step` quarter hours, where quarter hour `q` of `quarters` is in interval `(q +
    /// offset).div_euclid(step)`: with the offset of a time zone, local hours (4) or days (96). In ascending order; empty
    /// intervals are omitted. `step` is positive, and `q + offset` is not negative.
    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError>;

    /// The clicks of each value of a dimension, in any order. At least 900 values of a link or an owner per day are counted
    /// separately; the least clicked others may be combined as [`Dimension::REST`].
    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError>;

    /// How many clicks of a link were [consumed](super::ClickRepository::consume).
    async fn count_consumed(&self, link: LinkId) -> Result<u64, StoreError>;
}
