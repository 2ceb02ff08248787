use async_trait::async_trait;

use super::StoreError;
use crate::click::{Day, Tally, VisitorHash};
use crate::id::{LinkId, UserId};

/// A visit of a link on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visit {
    /// The day (UTC).
    pub day: Day,
    /// The link.
    pub link: LinkId,
    /// The visitor.
    pub visitor: VisitorHash,
}

/// Counting, in units of work alone. [`ClickStatistics`](super::ClickStatistics) reads the counts.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickRepository: Send + Sync {
    /// The owner of each of these links, `None` for an anonymous link, in any order. Links that do not exist are skipped. The
    /// rows are locked against removal until the unit ends. None to 50,000 distinct links.
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError>;

    /// Records visits, and returns for each whether it is the first of its visitor to the link on that day: neither in the
    /// store nor earlier in `visits`. MUST be exact for up to 10,000 visitors of a link and day; beyond, the number of first
    /// visits MUST be right within 2 %, whichever they are. When units record the same visit concurrently, exactly one of them
    /// MUST be the first.
    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError>;

    /// Adds tallies, each link and quarter hour at most once, to the counts of the link and of its owner, in all dimensions,
    /// and to the link's totals ([`Link::clicks`](crate::link::Link)). The links are locked
    /// ([`lock_owners`](Self::lock_owners)). MUST NOT lose concurrent additions.
    async fn add(&self, tallies: &[Tally]) -> Result<(), StoreError>;

    /// Consumes one of the `max` clicks that a link may have; returns whether one was left. MUST NOT let more than `max` pass,
    /// however many calls are concurrent. From the click that reaches the link's `max_clicks` on, the link and its route MUST
    /// be `exhausted`, even if the limit is changed concurrently.
    ///
    /// For a preview, `free` is how many previews of a link pass without consuming a click while the link is not exhausted:
    /// MUST NOT let more previews pass so, however many calls are concurrent and even if the limit changes. For all other
    /// clicks it is 0.
    async fn consume(&self, link: LinkId, max: u64, free: u64) -> Result<bool, StoreError>;

    /// Restarts [`consume`](Self::consume) from the link's totals, without up to `free` previews among them, which then count
    /// as passed. MUST update whether the link is `exhausted`.
    async fn reset_consumed(&self, link: LinkId, free: u64) -> Result<(), StoreError>;

    /// Compacts some counts of days before `before` into their permanent, fast form, as much as one unit can within a fraction
    /// of a second. Returns whether more may be left: call again until nothing is. MUST NOT change any number, nor lose additions
    /// to any day, concurrent or later.
    async fn compact(&self, before: Day) -> Result<bool, StoreError>;

    /// Removes up to `limit` rows of visits of days before this one; returns how many. MUST keep the counts.
    async fn delete_visits(&self, before: Day, limit: u64) -> Result<u64, StoreError>;
}
