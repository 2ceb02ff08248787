use super::{Report, Reports};
use crate::fault::fault;
use crate::id::{ReportId, UserId};
use crate::page::Page;
use crate::ports::{ReportQuery, StoreError};

/// Why a report is not shown.
#[derive(Debug, thiserror::Error)]
pub enum FindReportError {
    /// There is none of this id, or it is somebody else's; which, is not told.
    #[error("there is no such report")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reports {
    /// A report of `owner`.
    #[tracing::instrument(name = "reports.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: ReportId) -> Result<Report, FindReportError> {
        let found = self.ports.store.reports().find_by_id(id).await?;
        found
            .filter(|report| report.owner == owner)
            .ok_or(FindReportError::NotFound)
    }

    /// Up to `limit` reports of `owner`, newest first, from behind `after` on.
    #[tracing::instrument(name = "reports.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        after: Option<ReportId>,
        limit: u32,
    ) -> Result<Page<Report, ReportId>, StoreError> {
        let query = ReportQuery {
            owner,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.reports().list(&query).await?;
        Ok(Page::split(found, limit, |report| report.id))
    }
}

fault!(FindReportError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found"],
    passed_on: [Store],
});
