use async_trait::async_trait;

use super::StoreError;
use crate::click::{Day, Tally, VisitorHash};
use crate::id::{LinkId, UserId};

/// That somebody came to a link on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Visit {
    /// On which day (UTC).
    pub day: Day,
    /// To which link.
    pub link: LinkId,
    /// Who.
    pub visitor: VisitorHash,
}

/// Counting, inside of units alone. How clicks are read is [`ClickStatistics`](super::ClickStatistics).
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickRepository: Send + Sync {
    /// Whose each of these links is, `None` for one of nobody, in any order; kept from removal until the unit ends. Links
    /// that are not there are passed over. None to 50,000, each once.
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError>;

    /// Notes visits, and answers for each whether it was the first of its visitor to the link on that day: neither in the
    /// store nor before it in `visits`. MUST be exact for up to 10,000 visitors of a link and day; beyond, as many MUST be said to
    /// be the first as there are, within 2 %, whichever they are. MUST decide between units that note the same visit at once:
    /// one of them is the first.
    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError>;

    /// Adds tallies, each link and quarter at most once, to what is counted of the link and of its owner, in all dimensions, and
    /// to the link's totals ([`Link::clicks`](crate::link::Link)). The links are held ([`lock_owners`](Self::lock_owners)). MUST
    /// NOT lose what another unit adds at once.
    async fn add(&self, tallies: &[Tally]) -> Result<(), StoreError>;

    /// Takes one of the `most` clicks that a link may have; says whether there was one left. MUST NOT let more through than
    /// `most`, however many ask at once. From the click on that reaches the link's own `max_clicks`, the link and its route MUST
    /// be `exhausted`, whatever changes that limit at once.
    ///
    /// For a preview, `free` says how many of a link pass without being taken, as long as it is not exhausted: MUST NOT let more
    /// pass so than that, however many ask at once and whatever the limit is meanwhile. For all others it is 0.
    async fn take(&self, link: LinkId, most: u64, free: u64) -> Result<bool, StoreError>;

    /// From now on [`take`](Self::take) counts on from the clicks that the link has by its totals, without up to `free` previews
    /// among them, which then have passed. MUST note whether the link is `exhausted` by that.
    async fn reset_taken(&self, link: LinkId, free: u64) -> Result<(), StoreError>;

    /// Brings some of what is counted of days before `before` into the form in which it is kept permanently and read quickly, as
    /// much as a unit can within a fraction of a second. Answers whether there was anything to do: ask again until there is
    /// not. MUST NOT change any number, nor lose what another unit adds at once or later, to whatever day.
    async fn compact(&self, before: Day) -> Result<bool, StoreError>;

    /// Removes up to `limit` rows of visits of days before this one; says how many. MUST leave what is counted.
    async fn delete_visits(&self, before: Day, limit: u64) -> Result<u64, StoreError>;
}
