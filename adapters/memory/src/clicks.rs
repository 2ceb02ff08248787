use async_trait::async_trait;
use korotko_core::click::{Click, Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{
    ClickRecorder, ClickRepository, PackCursor, Shard, StoreError, Timestamp, Visit,
};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::rollups::Whose;
use crate::rows::{Rows, some};
use crate::state::State;
use crate::store::MemoryStore;

/// The clicks one by one, where they are kept; who came to which link on which day; and what was taken of limits.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClickTable {
    /// By when they were, and in the order in which they came here.
    kept: RedBlackTreeMapSync<(Timestamp, u64), Click>,
    visits: RedBlackTreeSetSync<Visit>,
    taken: RedBlackTreeMapSync<LinkId, Taken>,
    last_number: u64,
}

/// What was taken of a link's limit, and what passed beside it.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    clicks: u64,
    previews: u64,
}

impl ClickTable {
    /// Says whether it was the first of the visitor to the link on that day.
    fn insert_visit(&mut self, visit: Visit) -> bool {
        let first = !self.visits.contains(&visit);
        self.visits.insert_mut(visit);
        first
    }

    fn keep(&mut self, click: Click) {
        self.last_number += 1;
        self.kept.insert_mut((click.at, self.last_number), click);
    }

    /// How many clicks of a link were taken.
    pub(crate) fn taken(&self, link: LinkId) -> u64 {
        self.taken_of(link).clicks
    }

    fn taken_of(&self, link: LinkId) -> Taken {
        self.taken.get(&link).copied().unwrap_or_default()
    }

    fn take(&mut self, link: LinkId, most: u64, free: u64) -> bool {
        let mut taken = self.taken_of(link);
        let left = taken.clicks < most;
        if left {
            if taken.previews < free {
                taken.previews += 1;
            } else {
                taken.clicks += 1;
            }
            self.taken.insert_mut(link, taken);
        }
        left
    }

    /// Forgets what was taken of a link whose row goes.
    pub(crate) fn delete_taken(&mut self, link: LinkId) {
        self.taken.remove_mut(&link);
    }

    fn delete_kept(&mut self, before: Timestamp, limit: usize) -> usize {
        let old = self.kept.range(..(before, 0)).take(limit);
        let old: Vec<_> = old.map(|(key, _)| *key).collect();
        for key in &old {
            self.kept.remove_mut(key);
        }
        old.len()
    }

    fn delete_visits(&mut self, before: Day, limit: usize) -> usize {
        let old = self.visits.iter().take_while(|visit| visit.day < before);
        let old: Vec<_> = old.take(limit).copied().collect();
        for visit in &old {
            self.visits.remove_mut(visit);
        }
        old.len()
    }
}

impl State {
    /// Counts clicks, as [`Clicks::fold`](korotko_core::click::Clicks::fold) does. Those of links that are gone count nowhere.
    pub(crate) fn count_clicks(&mut self, clicks: &[Click]) {
        let known = clicks
            .iter()
            .filter(|click| self.links.find(click.link).is_some());
        let known: Vec<&Click> = known.collect();
        let visits = known.iter().map(|click| visit(click));
        let first_today: Vec<bool> = visits
            .map(|visit| visit.is_some_and(|visit| self.clicks.insert_visit(visit)))
            .collect();
        let owner = |link| self.links.find(link).and_then(|link| link.owner);
        for tally in Tally::of(known, owner, |place| first_today[place]) {
            self.add_tally(&tally);
        }
    }

    fn add_tally(&mut self, tally: &Tally) {
        self.rollups.add(Whose::Link(tally.link), tally);
        if let Some(owner) = tally.owner {
            self.rollups.add(Whose::Owner(owner), tally);
        }
        self.links.add_clicks(tally);
    }

    fn refuse_unknown_link(&self, link: LinkId) -> Result<(), StoreError> {
        let known = self.links.find(link).is_some();
        known.then_some(()).ok_or(StoreError::Missing)
    }

    fn reset_taken(&mut self, link: LinkId, free: u64) -> Result<(), StoreError> {
        let found = self.links.find(link).ok_or(StoreError::Missing)?;
        let counts = found.clicks.counts;
        let passed = counts.previews.min(free);
        let taken = Taken {
            clicks: counts.clicks() - passed,
            previews: passed.max(self.clicks.taken_of(link).previews),
        };
        self.clicks.taken.insert_mut(link, taken);
        self.note_taken(link);
        Ok(())
    }
}

fn visit(click: &Click) -> Option<Visit> {
    Some(Visit {
        day: Day::of(click.at),
        link: click.link,
        visitor: click.visitor?,
    })
}

#[async_trait]
impl ClickRepository for Rows {
    async fn hold_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        self.read_for_update(|state| {
            let found = links.iter().filter_map(|id| state.links.find(*id));
            found.map(|link| (link.id, link.owner)).collect()
        })
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.write(|state| {
            let visits = visits.iter().copied();
            Ok(visits
                .map(|visit| state.clicks.insert_visit(visit))
                .collect())
        })
    }

    /// Units come one after the other, so all shards are one.
    async fn add(&self, _shard: Shard, tallies: &[Tally]) -> Result<(), StoreError> {
        self.write(|state| {
            for tally in tallies {
                state.refuse_unknown_link(tally.link)?;
                state.refuse_unknown(tally.owner)?;
                state.add_tally(tally);
            }
            Ok(())
        })
    }

    async fn insert(&self, clicks: &[Click]) -> Result<(), StoreError> {
        self.write(|state| {
            for click in clicks {
                state.clicks.keep(click.clone());
            }
            Ok(())
        })
    }

    async fn take(&self, link: LinkId, most: u64, free: u64) -> Result<bool, StoreError> {
        self.write(|state| {
            state.refuse_unknown_link(link)?;
            let taken = state.clicks.take(link, most, free);
            state.note_taken(link);
            Ok(taken)
        })
    }

    async fn reset_taken(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        self.write(|state| state.reset_taken(link, free))
    }

    /// There is one form here.
    async fn pack(
        &self,
        _after: Option<PackCursor>,
        _before: Day,
    ) -> Result<Option<PackCursor>, StoreError> {
        Ok(None)
    }

    async fn delete_old(
        &self,
        clicks_before: Timestamp,
        visits_before: Day,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let limit = some(limit);
        self.write(|state| {
            let clicks = state.clicks.delete_kept(clicks_before, limit);
            let visits = state.clicks.delete_visits(visits_before, limit);
            Ok((clicks + visits) as u64)
        })
    }
}

/// Counts at once what is recorded: whoever reads next sees it. Beside an open unit it is counted when that ends, and during an
/// outage after it. Clicks are added up, and not kept one by one.
impl ClickRecorder for MemoryStore {
    fn record(&self, click: Click) {
        self.rows.shared().record(click);
    }
}
