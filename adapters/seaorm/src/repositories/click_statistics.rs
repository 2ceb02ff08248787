//! Click statistics: sums of roll-ups.

use std::ops::Range;

use async_trait::async_trait;
use korotko_core::click::{Counts, Dimension, Span};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickStatistics, ClickSubject, StoreError};
use korotko_rollup::{Answer, CountQuery, Row, Subject, ValueQuery};
use sea_orm::{ConnectionTrait, Statement};

use super::rollup::log_unreadable;
use crate::session::Session;

const CONSUMED: &str = "SELECT consumed FROM consumed_clicks WHERE link_id = $1";

const MEMBERS: &str =
    "SELECT link_id FROM collection_links WHERE collection_id = $1 AND link_deleted = false";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickStatistics for Session<C> {
    async fn count(&self, subject: ClickSubject, span: &Span) -> Result<Counts, StoreError> {
        let query = CountQuery::whole(span);
        let subjects = self.subjects(subject).await?;
        let rows = self.find_counted(&query, &subjects).await?;
        Ok(sums(query.sum_of(&rows)))
    }

    async fn count_by_link(
        &self,
        links: &[LinkId],
        span: &Span,
    ) -> Result<Vec<(LinkId, Counts)>, StoreError> {
        let query = CountQuery::whole(span);
        let subjects: Vec<_> = links.iter().copied().map(Subject::Link).collect();
        let rows = self.find_counted(&query, &subjects).await?;
        let by_subject = sums(query.by_subject_of(&rows)).into_iter();
        let by_link = by_subject.filter_map(|(subject, counts)| Some((subject.link()?, counts)));
        Ok(by_link.collect())
    }

    async fn count_by_step(
        &self,
        subject: ClickSubject,
        quarters: Range<i64>,
        offset: i64,
        step: i64,
    ) -> Result<Vec<(i64, Counts)>, StoreError> {
        let query = CountQuery::by_step(quarters, offset, step);
        let subjects = self.subjects(subject).await?;
        let rows = self.find_counted(&query, &subjects).await?;
        Ok(sums(query.by_step_of(&rows)))
    }

    async fn count_by_value(
        &self,
        subject: ClickSubject,
        span: &Span,
        dimension: Dimension,
    ) -> Result<Vec<(String, Counts)>, StoreError> {
        let query = ValueQuery::new(span, dimension);
        let subjects = self.subjects(subject).await?;
        let partitions = self.find_partitions().await?;
        let ranges = query.ranges(&subjects, &partitions);
        let rows = self.find_rollups(&ranges).await?;
        Ok(sums(query.sum_of(&rows)))
    }

    async fn count_consumed(&self, link: LinkId) -> Result<u64, StoreError> {
        let consumed = self.number(CONSUMED, [link.0.into()]).await?;
        Ok(consumed.unwrap_or_default())
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// The subjects of roll-ups whose clicks add up to those of `subject`.
    async fn subjects(&self, subject: ClickSubject) -> Result<Vec<Subject>, StoreError> {
        let collection = match subject {
            ClickSubject::Link(link) => return Ok(vec![Subject::Link(link)]),
            ClickSubject::Owner(owner) => return Ok(vec![Subject::Owner(owner)]),
            ClickSubject::Collection(collection) => collection,
        };
        let values = [collection.0.into()];
        let select = Statement::from_sql_and_values(self.backend(), MEMBERS, values);
        self.read(select, |row| {
            Ok(Subject::Link(LinkId(row.try_get_by_index(0)?)))
        })
        .await
    }

    async fn find_counted(
        &self,
        query: &CountQuery,
        subjects: &[Subject],
    ) -> Result<Vec<Row>, StoreError> {
        // Rows that are compacted before they are read are found in their new partition.
        let partitions = self.find_partitions().await?;
        let ranges = query.ranges(subjects, &partitions);
        self.find_rollups(&ranges).await
    }
}

fn sums<T>(answer: Answer<T>) -> T {
    log_unreadable(&answer.unreadable);
    answer.sums
}
