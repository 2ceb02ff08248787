use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};
use korotko_rollup::{CountQuestion, Row, Subject, ValueQuestion};

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// Whose clicks add up to those of `subject`.
    fn parts(&self, subject: ClickSubject) -> Vec<Subject> {
        match subject {
            ClickSubject::Link(link) => vec![Subject::Link(link)],
            ClickSubject::Owner(owner) => vec![Subject::Owner(owner)],
            ClickSubject::Collection(set) => {
                let links = self.memberships.links_of(set);
                let kept = links.filter(|link| self.links.is_live(*link));
                kept.map(Subject::Link).collect()
            }
        }
    }

    fn counted(&self, question: &CountQuestion, of: &[Subject]) -> Vec<Row> {
        let ranges = question.ranges(of, &self.rollups.partitions());
        self.rollups.read(&ranges)
    }
}

#[async_trait]
impl ClickStatistics for Rows {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        let question = CountQuestion::whole(span);
        self.read(|state| {
            let rows = state.counted(&question, &state.parts(subject));
            question.sum_of(&rows).sums
        })
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        let question = CountQuestion::whole(span);
        let subjects: Vec<_> = links.iter().copied().map(Subject::Link).collect();
        self.read(|state| {
            let rows = state.counted(&question, &subjects);
            let sums = question.by_subject_of(&rows).sums.into_iter();
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
        let question = CountQuestion::by_step(quarters, offset, step);
        self.read(|state| {
            let rows = state.counted(&question, &state.parts(subject));
            question.by_step_of(&rows).sums
        })
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let question = ValueQuestion::new(span, dimension);
        self.read(|state| {
            let ranges = question.ranges(&state.parts(subject), &state.rollups.partitions());
            question.sum_of(&state.rollups.read(&ranges)).sums
        })
    }

    async fn count_taken(&self, link: LinkId) -> Result<u64, StoreError> {
        self.read(|state| state.clicks.taken(link))
    }
}
