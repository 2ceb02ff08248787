//! What is packed in one unit.

use std::ops::Range;

use korotko_core::click::Day;

use crate::rollup::{Block, Grain, Rollup};

/// For so many days of links or users together; each may have a hundred rows.
const MOST_DAYS: i64 = 80;

/// Somebody who has loose rows.
pub(super) struct Candidate {
    pub(super) id: i64,
    /// The first and the last day of those that may be packed.
    pub(super) days: Option<(i64, i64)>,
}

/// Rows of some links or users, of days that lie in one block.
pub(super) struct Batch {
    pub(super) rollup: Rollup,
    pub(super) ids: Vec<i64>,
    pub(super) block: Block,
    pub(super) days: Range<i64>,
    /// Up to which of them nothing is left to be packed.
    pub(super) next_after: i64,
    /// Whether that is so of all candidates.
    pub(super) reaches_the_end: bool,
}

impl Batch {
    /// As many of the first of these, who stand behind `after`, as fit.
    pub(super) fn of(rollup: Rollup, after: i64, candidates: &[Candidate], before: Day) -> Self {
        let first = candidates.iter().find_map(|candidate| candidate.days);
        let block = Block::of(first.map_or(0, |(oldest, _)| oldest));
        let block_days = block.days();
        let mut batch = Self {
            rollup,
            ids: Vec::new(),
            block,
            days: block_days.start..block_days.end.min(before.0),
            next_after: after,
            reaches_the_end: true,
        };
        let mut days = 0;
        for candidate in candidates {
            if let Some((oldest, newest)) = candidate.days {
                days += newest.min(block_days.end - 1) - oldest + 1;
                let fits = days <= MOST_DAYS || batch.ids.is_empty();
                if !fits || Block::of(oldest) != block {
                    batch.reaches_the_end = false;
                    break;
                }
                batch.ids.push(candidate.id);
                batch.reaches_the_end &= newest < block_days.end;
            }
            if batch.reaches_the_end {
                batch.next_after = candidate.id;
            }
        }
        batch
    }

    /// The stretches of this length.
    pub(super) fn periods(&self, grain: Grain) -> Range<i64> {
        self.days.start * grain.per_day()..self.days.end * grain.per_day()
    }
}
