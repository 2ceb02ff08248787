use std::collections::BTreeMap;

use korotko_core::click::{Counts, Day, VisitorHash};
use korotko_core::id::LinkId;
use korotko_core::ports::Visit;
use korotko_rollup::VisitorSet;
use rpds::RedBlackTreeMapSync;

/// Who came to which link on which day, and what was taken of limits.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClickTable {
    visitors: RedBlackTreeMapSync<(Day, LinkId), VisitorSet>,
    taken: RedBlackTreeMapSync<LinkId, Taken>,
}

/// What was taken of a link's limit, and what passed beside it.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    clicks: u64,
    previews: u64,
}

impl ClickTable {
    /// Says of each visit whether it was the first of the visitor to the link on that day.
    pub(crate) fn insert_visits(&mut self, visits: &[Visit]) -> Vec<bool> {
        let mut by_day: BTreeMap<(Day, LinkId), Vec<(usize, VisitorHash)>> = BTreeMap::new();
        for (place, visit) in visits.iter().enumerate() {
            let visitors = by_day.entry((visit.day, visit.link)).or_default();
            visitors.push((place, visit.visitor));
        }
        let mut first = vec![false; visits.len()];
        for (key, visitors) in by_day {
            let mut set = self.visitors.get(&key).cloned().unwrap_or_default();
            let (places, visitors): (Vec<_>, Vec<_>) = visitors.into_iter().unzip();
            for (place, is_new) in places.into_iter().zip(set.insert(&visitors)) {
                first[place] = is_new;
            }
            self.visitors.insert_mut(key, set);
        }
        first
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

    pub(crate) fn delete_visits(&mut self, before: Day, limit: usize) -> usize {
        let old = self.visitors.keys().take_while(|(day, _)| *day < before);
        let old: Vec<_> = old.take(limit).copied().collect();
        for key in &old {
            self.visitors.remove_mut(key);
        }
        old.len()
    }
}
