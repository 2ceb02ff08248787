use super::{OpenShare, Shares};
use crate::click::{Counts, Span};
use crate::fault::{Violations, fault};
use crate::ports::StoreError;
use crate::statistics::{CountClicksError, GroupBy, PeriodText, Statistic, StatisticsQuery};

/// Why the clicks of a share were not counted.
#[derive(Debug, thiserror::Error)]
pub enum CountSharedError {
    /// A parameter violates a rule.
    #[error("the statistics query is invalid")]
    Invalid(Violations),
    /// What is shared was deleted in the meantime.
    #[error("share not found")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Shares {
    /// Counts the clicks of what is shared in a period, in total and by group, as
    /// [`Statistics::count`](crate::statistics::Statistics::count) does for its owner.
    pub async fn count(
        &self,
        open: &OpenShare,
        period: PeriodText<'_>,
        group_by: GroupBy,
        limit: usize,
    ) -> Result<Statistic, CountSharedError> {
        let query = StatisticsQuery {
            scope: open.share.subject.into(),
            period,
            group_by,
            limit,
        };
        Ok(self.statistics.count(&open.owner, &query).await?)
    }

    /// All clicks of what is shared: of a link since it was created, of a collection those of its links.
    #[tracing::instrument(name = "shares.total", skip_all)]
    pub async fn total(&self, open: &OpenShare) -> Result<Counts, StoreError> {
        let statistics = self.ports.store.statistics();
        let subject = open.share.subject.into();
        statistics.count(subject, &Span::all()).await
    }
}

impl From<CountClicksError> for CountSharedError {
    fn from(error: CountClicksError) -> Self {
        match error {
            CountClicksError::Invalid(violations) => Self::Invalid(violations),
            CountClicksError::NoLink | CountClicksError::NoCollection => Self::NotFound,
            CountClicksError::Store(error) => Self::Store(error),
        }
    }
}

fault!(CountSharedError {
    violations: [Invalid => "invalid"],
    variants: [NotFound => NotFound "not-found"],
    transparent: [Store],
});
