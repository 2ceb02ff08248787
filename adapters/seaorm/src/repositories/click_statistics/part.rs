//! In which packs of values the stretches of a span are.

use std::ops::Range;

use korotko_core::click::Span;

use crate::rollup::{Block, Grain};

/// Stretches of one length that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) grain: Grain,
    pub(super) stretches: Range<i64>,
    /// Whether they make up whole packs, whose sums are all that need be read.
    pub(super) is_of_whole_packs: bool,
}

/// The parts of a span; none where it is empty.
pub(super) fn parts(span: &Span) -> Vec<Part> {
    let part = |grain, stretches, is_of_whole_packs| Part {
        grain,
        stretches,
        is_of_whole_packs,
    };
    let Range { start, end } = span.days;
    let first_whole = Block::of(start + Block::DAYS - 1).days().start.min(end);
    let last_whole = Block::of(end).days().start.max(first_whole);
    let quarters = span
        .quarters()
        .map(|quarters| part(Grain::Quarter, quarters, false));
    let days = [
        part(Grain::Day, start..first_whole, false),
        part(Grain::Day, first_whole..last_whole, true),
        part(Grain::Day, last_whole..end, false),
    ];
    let parts = quarters.chain(days);
    parts.filter(|part| !part.stretches.is_empty()).collect()
}
