use super::{Report, Reports};
use crate::find::FindError;
use crate::id::{ReportId, UserId};
use crate::page::Page;
use crate::ports::{ReportQuery, StoreError};

impl Reports {
    /// Returns a report of `owner`.
    #[tracing::instrument(name = "reports.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: ReportId) -> Result<Report, FindError> {
        let found = self.ports.store.reports().find_by_id(id).await?;
        found
            .filter(|report| report.owner == owner)
            .ok_or(FindError::NotFound("report"))
    }

    /// Up to `limit` reports of `owner`, newest first, after the cursor `after`.
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
