use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};
use korotko_rollup::{CountQuery, Row, Subject, ValueQuery};

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// The subjects whose clicks add up to those of `subject`.
    fn parts(&self, subject: ClickSubject) -> Vec<Subject> {
        match subject {
            ClickSubject::Link(link) => vec![Subject::Link(link)],
            ClickSubject::Owner(owner) => vec![Subject::Owner(owner)],
            ClickSubject::Collection(collection) => {
                let links = self.memberships.links_of(collection);
                let live = links.filter(|link| self.links.is_live(*link));
                live.map(Subject::Link).collect()
            }
        }
    }

    fn counted(&self, query: &CountQuery, of: &[Subject]) -> Vec<Row> {
        let ranges = query.ranges(of, &self.rollups.partitions());
        self.rollups.read(&ranges)
    }
}

#[async_trait]
impl ClickStatistics for Rows {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        let query = CountQuery::whole(span);
        self.read(|state| {
            let rows = state.counted(&query, &state.parts(subject));
            query.sum_of(&rows).sums
        })
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        let query = CountQuery::whole(span);
        let subjects: Vec<_> = links.iter().copied().map(Subject::Link).collect();
        self.read(|state| {
            let rows = state.counted(&query, &subjects);
            let sums = query.by_subject_of(&rows).sums.into_iter();
            let by_link = sums.filter_map(|(subject, counts)| Some((subject.link()?, counts)));
            by_link.collect()
        })
    }

    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        let query = CountQuery::by_step(quarters, offset, step);
        self.read(|state| {
            let rows = state.counted(&query, &state.parts(subject));
            query.by_step_of(&rows).sums
        })
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let query = ValueQuery::new(span, dimension);
        self.read(|state| {
            let ranges = query.ranges(&state.parts(subject), &state.rollups.partitions());
            query.sum_of(&state.rollups.read(&ranges)).sums
        })
    }

    async fn count_consumed(&self, link: LinkId) -> Result<u64, StoreError> {
        self.read(|state| state.clicks.consumed(link))
    }
}
