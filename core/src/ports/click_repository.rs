use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::click::{Click, Day, Tally, VisitorHash};
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

/// One of a few places in which clicks of one link add up, so that nodes which count at the same time do not wait for each
/// other over the row of a link that all of them see. What is read is the sum of all places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u8);

impl Shard {
    /// How many there are.
    pub const COUNT: u8 = 8;

    /// The place for whoever has this number, whatever it is.
    #[must_use]
    pub fn of(number: u64) -> Self {
        Self(u8::try_from(number % u64::from(Self::COUNT)).unwrap_or_default())
    }

    /// Its number, below [`Self::COUNT`].
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

/// How far packing has come: links first, by rising id, and then users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackCursor {
    /// What the links up to this one have is packed.
    Link(LinkId),
    /// What the links have, and the users up to this one.
    Owner(UserId),
}

/// Counting, inside of units alone. How clicks are read is [`ClickStatistics`](super::ClickStatistics).
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ClickRepository: Send + Sync {
    /// Whose each of these links is, `None` for one of nobody, in any order; kept from removal until the unit ends. Links
    /// that are not there are passed over. None to 50,000, each once.
    async fn hold_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError>;

    /// Notes visits, and answers for each whether it was the first of its visitor to the link on that day: neither in the
    /// store nor before it in `visits`. MUST decide between units that note the same visit at once: one of them is the first.
    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError>;

    /// Adds tallies, each link and quarter at most once, to the roll-ups by quarter and by day (UTC), of the link and of its
    /// owner, with all dimensions, and to the link's totals ([`Link::clicks`](crate::link::Link)). The links are held
    /// ([`hold_owners`](Self::hold_owners)). MUST NOT lose what another unit adds at once, to the same shard or to another.
    async fn add(&self, shard: Shard, tallies: &[Tally]) -> Result<(), StoreError>;

    /// Keeps clicks one by one, for as long as the embedder keeps them.
    async fn insert(&self, clicks: &[Click]) -> Result<(), StoreError>;

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

    /// Brings what the roll-ups hold of days before `before` into the form in which it is kept for good, and read quickly: of so
    /// many links or users behind `after` as a unit can do within a fraction of a second. Answers from where to go on, which
    /// may be the same place, and `None` when all is done. MUST NOT change any number, nor lose what another unit adds at once
    /// or later, to whatever day.
    async fn pack(
        &self,
        after: Option<PackCursor>,
        before: Day,
    ) -> Result<Option<PackCursor>, StoreError>;

    /// Removes up to `limit` clicks that were kept one by one before `clicks_before`, and up to `limit` visits of days before
    /// `visits_before`; says how many of both. MUST leave the roll-ups.
    async fn delete_old(
        &self,
        clicks_before: Timestamp,
        visits_before: Day,
        limit: u64,
    ) -> Result<u64, StoreError>;
}
