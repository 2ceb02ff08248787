use async_trait::async_trait;
use korotko_core::id::{ReportId, UserId};
use korotko_core::ports::{InsertReport, ReportQuery, ReportRepository, StoreError, Timestamp};
use korotko_core::report::{Report, ReportOrder};

use crate::rows::Rows;
use crate::state::State;

impl State {
    fn insert_report(&mut self, report: &InsertReport) -> Result<Report, StoreError> {
        self.refuse_unknown(Some(report.owner))?;
        if let Some(schedule) = report.schedule {
            self.schedules.find(schedule).ok_or(StoreError::Missing)?;
        }
        self.reports.insert(report)
    }
}

#[async_trait]
impl ReportRepository for Rows {
    async fn find_by_id(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        self.read(|state| state.reports.find(id).cloned())
    }

    async fn find_pending(
        &self,
        owner: UserId,
        order: &ReportOrder,
    ) -> Result<Option<Report>, StoreError> {
        self.read(|state| state.reports.find_pending(owner, order).cloned())
    }

    async fn list(&self, query: &ReportQuery) -> Result<Vec<Report>, StoreError> {
        self.read(|state| state.reports.list(query))
    }

    async fn insert(&self, report: &InsertReport) -> Result<Report, StoreError> {
        self.write(|state| state.insert_report(report))
    }

    async fn update(&self, report: &Report) -> Result<(), StoreError> {
        self.write(|state| state.reports.update(report))
    }

    async fn delete_finished(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.reports.delete_finished(until, limit)))
    }
}
