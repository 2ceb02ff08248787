use std::collections::BTreeMap;

use korotko_core::click::{Counts, Day, VisitorHash};
use korotko_core::id::LinkId;
use korotko_core::ports::Visit;
use korotko_rollup::VisitorSet;
use rpds::RedBlackTreeMapSync;

/// The visitors of links by day, and the consumed clicks of limits.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClickTable {
    visitors: RedBlackTreeMapSync<(Day, LinkId), VisitorSet>,
    consumed: RedBlackTreeMapSync<LinkId, Consumed>,
}

/// The consumed clicks of a link, and the previews that passed in addition.
#[derive(Debug, Clone, Copy, Default)]
struct Consumed {
    clicks: u64,
    previews: u64,
}

impl ClickTable {
    /// Returns for each visit whether it is the first of the visitor to the link on that day.
    pub(crate) fn insert_visits(&mut self, visits: &[Visit]) -> Vec<bool> {
        let mut by_day: BTreeMap<(Day, LinkId), Vec<(usize, VisitorHash)>> = BTreeMap::new();
        for (index, visit) in visits.iter().enumerate() {
            let visitors = by_day.entry((visit.day, visit.link)).or_default();
            visitors.push((index, visit.visitor));
        }
        let mut first = vec![false; visits.len()];
        for (key, visitors) in by_day {
            let mut set = self.visitors.get(&key).cloned().unwrap_or_default();
            let (indices, visitors): (Vec<_>, Vec<_>) = visitors.into_iter().unzip();
            for (index, is_new) in indices.into_iter().zip(set.insert(&visitors)) {
                first[index] = is_new;
            }
            self.visitors.insert_mut(key, set);
        }
        first
    }

    /// The number of consumed clicks of a link.
    pub(crate) fn consumed(&self, link: LinkId) -> u64 {
        self.consumed_of(link).clicks
    }

    fn consumed_of(&self, link: LinkId) -> Consumed {
        self.consumed.get(&link).copied().unwrap_or_default()
    }

    pub(crate) fn consume(&mut self, link: LinkId, max: u64, free: u64) -> bool {
        let mut consumed = self.consumed_of(link);
        let left = consumed.clicks < max;
        if left {
            if consumed.previews < free {
                consumed.previews += 1;
            } else {
                consumed.clicks += 1;
            }
            self.consumed.insert_mut(link, consumed);
        }
        left
    }

    /// Sets the consumed clicks to the link's clicks, without up to `free` previews.
    pub(crate) fn reset_consumed(&mut self, link: LinkId, counts: Counts, free: u64) {
        let passed = counts.previews.min(free);
        let consumed = Consumed {
            clicks: counts.clicks() - passed,
            previews: passed.max(self.consumed_of(link).previews),
        };
        self.consumed.insert_mut(link, consumed);
    }

    /// Deletes the consumed clicks of a removed link.
    pub(crate) fn delete_consumed(&mut self, link: LinkId) {
        self.consumed.remove_mut(&link);
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
