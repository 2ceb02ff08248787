use korotko_core::click::Counts;
use korotko_core::report::{LinkRow, ReportDocument};
use korotko_texts::Texts;

/// What a workbook contains: a document, and the number of its links that are listed.
#[derive(Clone, Copy)]
pub(crate) struct Content<'a> {
    pub(crate) document: &'a ReportDocument,
    pub(crate) texts: &'static Texts,
    kept: usize,
}

impl<'a> Content<'a> {
    pub(crate) fn new(document: &'a ReportDocument, texts: &'static Texts, kept: usize) -> Self {
        Self {
            document,
            texts,
            kept: kept.min(document.links.len()),
        }
    }

    /// The clicks that the report counts.
    pub(crate) fn clicks(&self, counts: &Counts) -> u64 {
        counts.clicks_with(self.document.order.include_bots)
    }

    /// The links that are listed.
    pub(crate) fn links(&self) -> &'a [LinkRow] {
        &self.document.links[..self.kept]
    }

    /// The links that do not fit.
    pub(crate) fn omitted(&self) -> &'a [LinkRow] {
        &self.document.links[self.kept..]
    }
}

/// The number of items.
pub(crate) fn count_of<T>(items: &[T]) -> u64 {
    u64::try_from(items.len()).unwrap_or(u64::MAX)
}

/// A change against the period before.
pub(crate) struct Change {
    pub(crate) difference: f64,
    /// The change relative to the value before; `None` if that was 0.
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

/// The share of `some` in `all`; 0 if both are 0.
pub(crate) fn share(some: u64, all: u64) -> f64 {
    if all == 0 {
        return 0.0;
    }
    number(some) / number(all)
}

/// A number as Excel stores it.
#[allow(
    clippy::cast_precision_loss,
    reason = "Excel has no other numbers; beyond 2^53 they lose precision"
)]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}
