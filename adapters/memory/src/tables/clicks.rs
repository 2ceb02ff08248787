use korotko_core::click::{Click, Counts, Day};
use korotko_core::id::LinkId;
use korotko_core::ports::{Timestamp, Visit};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

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
    pub(crate) fn insert_visit(&mut self, visit: Visit) -> bool {
        let first = !self.visits.contains(&visit);
        self.visits.insert_mut(visit);
        first
    }

    pub(crate) fn keep(&mut self, click: Click) {
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

    pub(crate) fn take(&mut self, link: LinkId, most: u64, free: u64) -> bool {
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

    /// Takes what the link's clicks so far leave to be taken, `free` of them being previews.
    pub(crate) fn reset_taken(&mut self, link: LinkId, counts: Counts, free: u64) {
        let passed = counts.previews.min(free);
        let taken = Taken {
            clicks: counts.clicks() - passed,
            previews: passed.max(self.taken_of(link).previews),
        };
        self.taken.insert_mut(link, taken);
    }

    /// Forgets what was taken of a link whose row goes.
    pub(crate) fn delete_taken(&mut self, link: LinkId) {
        self.taken.remove_mut(&link);
    }

    pub(crate) fn delete_kept(&mut self, before: Timestamp, limit: usize) -> usize {
        let old = self.kept.range(..(before, 0)).take(limit);
        let old: Vec<_> = old.map(|(key, _)| *key).collect();
        for key in &old {
            self.kept.remove_mut(key);
        }
        old.len()
    }

    pub(crate) fn delete_visits(&mut self, before: Day, limit: usize) -> usize {
        let old = self.visits.iter().take_while(|visit| visit.day < before);
        let old: Vec<_> = old.take(limit).copied().collect();
        for visit in &old {
            self.visits.remove_mut(visit);
        }
        old.len()
    }
}
