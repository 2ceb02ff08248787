//! In which packs of values a span is: whole blocks, whole eighths of those that are cut, and at its ends parts of eighths.

use std::ops::Range;

use korotko_core::click::Span;

use crate::rollup::ValuePack;

/// Quarters that stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// In what they are.
    pub(super) pack: ValuePack,
    pub(super) quarters: Range<i64>,
    /// Whether they make up whole packs, whose sums are all that need be read.
    pub(super) is_whole: bool,
}

/// The parts of a span; none where it is empty.
pub(super) fn parts(span: &Span) -> Vec<Part> {
    let mut parts = Vec::new();
    let [left, blocks, right] = cut(&span.all_quarters(), ValuePack::Block);
    for rest in [left, right] {
        let [left, eighths, right] = cut(&rest, ValuePack::Eighth);
        parts.push(Part::whole(ValuePack::Eighth, eighths));
        parts.extend([left, right].map(|quarters| Part {
            pack: ValuePack::Eighth,
            quarters,
            is_whole: false,
        }));
    }
    parts.push(Part::whole(ValuePack::Block, blocks));
    parts.retain(|part| !part.quarters.is_empty());
    parts
}

/// The quarters before the first whole pack, those of whole packs, and those behind the last.
fn cut(quarters: &Range<i64>, pack: ValuePack) -> [Range<i64>; 3] {
    let Range { start, end } = *quarters;
    let length = pack.quarters();
    let first = (start + length - 1).div_euclid(length) * length;
    let last = end.div_euclid(length) * length;
    if first >= last {
        return [start..first.min(end), end..end, first.min(end)..end];
    }
    [start..first, first..last, last..end]
}

impl Part {
    fn whole(pack: ValuePack, quarters: Range<i64>) -> Self {
        Self {
            pack,
            quarters,
            is_whole: true,
        }
    }
}
