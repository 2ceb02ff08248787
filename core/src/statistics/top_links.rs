use std::cmp::Reverse;
use std::collections::HashMap;

use super::{CountClicksError, Period, PeriodText, Statistics};
use crate::click::{Counts, Span};
use crate::fault::Violations;
use crate::id::{LinkId, UserId};
use crate::link::Link;
use crate::ports::{
    ClickSubject, LinkCursor, LinkQuery, LinkSort, LinkSortKey, Snapshot, StoreError,
};
use crate::user::User;

/// How many links are read at a time.
const CHUNK: u32 = 250;

/// How often that is done at most: an account of many links that nobody clicks any more must not delay its owner.
const MAX_CHUNKS: u32 = 40;

/// A link with its clicks in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClickedLink {
    /// The link.
    pub link: Link,
    /// Its clicks in the period.
    pub counts: Counts,
}

impl Statistics {
    /// Up to `limit` links of `owner` that people clicked in a period, most clicked first; ties are newest first. Deleted links are
    /// not among them.
    ///
    /// Links are examined in the order of all the clicks that they ever had, until no other can be among the first. Beyond 10,000
    /// links the others are not examined.
    #[tracing::instrument(name = "statistics.top_links", skip_all)]
    pub async fn top_links(
        &self,
        owner: &User,
        period: PeriodText<'_>,
        limit: usize,
    ) -> Result<Vec<ClickedLink>, CountClicksError> {
        let now = self.ports.clock.now();
        let mut violations = Violations::default();
        let period = Period::read(period, owner.zone(), now, &mut violations);
        let span = period.ok_or(CountClicksError::Invalid(violations))?.span();
        // One snapshot, so that no link has more clicks in the period than ever.
        let snapshot = self.ports.store.snapshot().await?;
        let subject = ClickSubject::Owner(owner.id);
        let total = snapshot.statistics().count(subject, &span).await?;
        let mut ranking = Ranking::new(limit, total);
        let (mut after, mut most) = (None, u64::MAX);
        for _ in 0..MAX_CHUNKS {
            if !ranking.admits(most) {
                break;
            }
            let links = most_clicked(&*snapshot, owner.id, after.take()).await?;
            let Some(last) = links.last() else { break };
            most = last.clicks.counts.clicks();
            after = Some(LinkCursor::Clicks(most, last.id));
            ranking.add(&*snapshot, links, &span).await?;
        }
        Ok(ranking.links)
    }
}

/// The links after `after`, by all their clicks in descending order.
async fn most_clicked(
    snapshot: &dyn Snapshot,
    owner: UserId,
    after: Option<LinkCursor>,
) -> Result<Vec<Link>, StoreError> {
    let query = LinkQuery {
        sort: LinkSort {
            key: LinkSortKey::Clicks,
            descending: true,
        },
        after,
        ..LinkQuery::for_owner(owner, CHUNK)
    };
    snapshot.links().list(&query).await
}

/// The first of the links that were examined.
struct Ranking {
    limit: usize,
    /// The clicks of people in the period on links that were not examined.
    rest: u64,
    /// Most clicked first.
    links: Vec<ClickedLink>,
}

impl Ranking {
    fn new(limit: usize, total: Counts) -> Self {
        Self {
            limit,
            rest: total.humans,
            links: Vec::new(),
        }
    }

    /// Whether a link that was not examined, with at most this many clicks ever, may be among the first.
    fn admits(&self, clicks: u64) -> bool {
        let last = self.limit.checked_sub(1);
        let last = last.and_then(|last| self.links.get(last));
        let needed = last.map_or(1, |link| link.counts.humans);
        self.rest.min(clicks) >= needed
    }

    async fn add(
        &mut self,
        snapshot: &dyn Snapshot,
        links: Vec<Link>,
        span: &Span,
    ) -> Result<(), StoreError> {
        let ids: Vec<LinkId> = links.iter().map(|link| link.id).collect();
        let counted = snapshot.statistics().count_by_link(&ids, span).await?;
        let counted: HashMap<LinkId, Counts> = counted.into_iter().collect();
        let examined: u64 = counted.values().map(|counts| counts.humans).sum();
        self.rest = self.rest.saturating_sub(examined);
        self.links.extend(links.into_iter().filter_map(|link| {
            let counts = *counted.get(&link.id)?;
            (counts.humans > 0).then_some(ClickedLink { link, counts })
        }));
        self.links
            .sort_by_key(|clicked| Reverse((clicked.counts.humans, clicked.link.id)));
        self.links.truncate(self.limit);
        Ok(())
    }
}
