use korotko_core::click::Counts;
use korotko_core::report::{LinkRow, ReportDocument};

use crate::words::Words;

/// What is written: a document, with the first of its links.
#[derive(Clone, Copy)]
pub(crate) struct Content<'a> {
    pub(crate) document: &'a ReportDocument,
    pub(crate) words: &'static Words,
    kept: usize,
}

impl<'a> Content<'a> {
    pub(crate) fn new(document: &'a ReportDocument, kept: usize) -> Self {
        Self {
            document,
            words: Words::for_language(document.order.language),
            kept: kept.min(document.links.len()),
        }
    }

    /// The clicks that the report counts.
    pub(crate) fn clicks(&self, counts: &Counts) -> u64 {
        counts.clicks_with(self.document.order.include_bots)
    }

    /// The links that are written.
    pub(crate) fn links(&self) -> &'a [LinkRow] {
        &self.document.links[..self.kept]
    }

    /// The links that find no room.
    pub(crate) fn omitted(&self) -> &'a [LinkRow] {
        &self.document.links[self.kept..]
    }
}

/// How many.
pub(crate) fn count_of<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// How much more or less it is than before.
pub(crate) struct Change {
    pub(crate) difference: f64,
    /// By which part of what was before; `None` when there was nothing.
    pub(crate) ratio: Option<f64>,
}

impl Change {
    pub(crate) fn new(now: u64, before: u64) -> Self {
        let difference = number(now) - number(before);
        Self {
            difference,
            ratio: (before > 0).then(|| difference / number(before)),
        }
    }
}

/// The part that `some` is of `all`; nothing of nothing is 0.
pub(crate) fn share(some: u64, all: u64) -> f64 {
    if all == 0 {
        return 0.0;
    }
    number(some) / number(all)
}

/// A number as Excel keeps it.
#[allow(
    clippy::cast_precision_loss,
    reason = "Excel knows no other numbers; beyond 2^53 the last digits go"
)]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
