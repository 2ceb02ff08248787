use std::collections::BTreeMap;
use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Quarter, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};

use crate::rows::Rows;
use crate::state::State;
use crate::tables::rollups::Whose;

impl State {
    /// Whose clicks add up to those of `subject`.
    fn parts(&self, subject: ClickSubject) -> Vec<Whose> {
        match subject {
            ClickSubject::Link(link) => vec![Whose::Link(link)],
            ClickSubject::Owner(owner) => vec![Whose::Owner(owner)],
            ClickSubject::Collection(set) => {
                let links = self.memberships.links_of(set);
                let kept = links.filter(|link| self.links.is_live(*link));
                kept.map(Whose::Link).collect()
            }
        }
    }

    fn count(&self, whose: Whose, span: &Span) -> Counts {
        let ranges = ranges(span);
        let counts = ranges
            .iter()
            .flat_map(|range| self.rollups.by_quarter(whose, range));
        counts.map(|(_, counts)| counts).sum()
    }

    fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: &Range<i64>,
        step: impl Fn(i64) -> i64,
    ) -> Vec<(i64, Counts)> {
        let mut steps: BTreeMap<i64, Counts> = BTreeMap::new();
        for part in self.parts(subject) {
            for (quarter, counts) in self.rollups.by_quarter(part, quarters) {
                *steps.entry(step(quarter)).or_default() += counts;
            }
        }
        steps.into_iter().collect()
    }

    fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Vec<(String, Counts)> {
        let mut values: BTreeMap<&str, Counts> = BTreeMap::new();
        for part in self.parts(subject) {
            for range in ranges(span) {
                for (value, counts) in self.rollups.by_value(part, dimension, &range) {
                    *values.entry(value).or_default() += counts;
                }
            }
        }
        let values = values.into_iter();
        values
            .map(|(value, counts)| (value.to_owned(), counts))
            .collect()
    }
}

/// The quarters of a span, that of its whole days among them.
fn ranges(span: &Span) -> Vec<Range<i64>> {
    let days = span.days.start * Quarter::PER_DAY..span.days.end * Quarter::PER_DAY;
    span.quarters().chain([days]).collect()
}

#[async_trait]
impl ClickStatistics for Rows {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        self.read(|state| {
            let parts = state.parts(subject).into_iter();
            parts.map(|part| state.count(part, span)).sum()
        })
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        self.read(|state| {
            let counts = links
                .iter()
                .map(|link| (*link, state.count(Whose::Link(*link), span)));
            counts.filter(|(_, counts)| !counts.is_empty()).collect()
        })
    }

    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        let step = |quarter: i64| (quarter + offset).div_euclid(step);
        self.read(|state| state.count_by_step(subject, &quarters, step))
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        self.read(|state| state.count_by_value(subject, span, dimension))
    }

    async fn count_taken(&self, link: LinkId) -> Result<u64, StoreError> {
        self.read(|state| state.clicks.taken(link))
    }
}
