use async_trait::async_trait;
use korotko_core::abuse::{AbuseOutcome, AbuseReport};
use korotko_core::id::{AbuseReportId, LinkId};
use korotko_core::ports::{
    AbuseReportQuery, AbuseReportRepository, InsertAbuseReport, StoreError, Timestamp,
};

use crate::rows::Rows;

#[async_trait]
impl AbuseReportRepository for Rows {
    async fn insert(&self, report: &InsertAbuseReport) -> Result<AbuseReport, StoreError> {
        self.write(|state| {
            state.links.find(report.link).ok_or(StoreError::Missing)?;
            Ok(state.abuse_reports.insert(report))
        })
    }

    async fn find_by_id(&self, id: AbuseReportId) -> Result<Option<AbuseReport>, StoreError> {
        self.read(|state| state.abuse_reports.find(id).cloned())
    }

    async fn list(&self, query: &AbuseReportQuery) -> Result<Vec<AbuseReport>, StoreError> {
        self.read(|state| state.abuse_reports.list(query))
    }

    async fn has_open(&self, link: LinkId) -> Result<bool, StoreError> {
        self.read(|state| state.abuse_reports.has_open(link))
    }

    async fn close(
        &self,
        link: LinkId,
        outcome: AbuseOutcome,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.abuse_reports.close(link, outcome, at)))
    }

    async fn delete_closed(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.abuse_reports.delete_closed(until, limit)))
    }
}
