use korotko_core::id::{ReportId, ScheduleId, UserId};
use korotko_core::ports::{InsertReport, ReportQuery, StoreError, Timestamp};
use korotko_core::report::{Report, ReportOrder, ReportState};

use super::{Table, some};

/// The reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReportTable(Table<ReportId, Report>);

impl ReportTable {
    pub(crate) fn find(&self, id: ReportId) -> Option<&Report> {
        self.0.get(id)
    }

    /// The reports of this user, in ascending id order.
    fn owned_by(&self, owner: UserId) -> impl DoubleEndedIterator<Item = &Report> {
        self.0.rows().filter(move |report| report.owner == owner)
    }

    pub(crate) fn find_pending(&self, owner: UserId, order: &ReportOrder) -> Option<&Report> {
        let mut reports = self.owned_by(owner);
        reports.find(|report| report.state.is_pending() && report.order == *order)
    }

    pub(crate) fn list(&self, query: &ReportQuery) -> Vec<Report> {
        let newest_first = self.owned_by(query.owner).rev();
        newest_first
            .filter(|report| query.after.is_none_or(|after| report.id < after))
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertReport) -> Result<Report, StoreError> {
        if self.find_pending(new.owner, &new.order).is_some() {
            return Err(StoreError::Conflict);
        }
        let report = Report {
            id: ReportId(self.0.next_id()),
            owner: new.owner,
            order: new.order.clone(),
            schedule: new.schedule,
            state: ReportState::Queued,
            failure: None,
            created_at: new.created_at,
            started_at: None,
            finished_at: None,
        };
        self.0.put(report.id, report.clone());
        Ok(report)
    }

    pub(crate) fn update(&mut self, changed: &Report) -> Result<(), StoreError> {
        let before = self.find(changed.id).ok_or(StoreError::Missing)?;
        let pending = self.find_pending(before.owner, &before.order);
        let is_other = pending.is_some_and(|pending| pending.id != changed.id);
        if changed.state.is_pending() && is_other {
            return Err(StoreError::Conflict);
        }
        if let Some(report) = self.0.get_mut(changed.id) {
            report.state = changed.state;
            report.started_at = changed.started_at;
            report.finished_at = changed.finished_at;
            report.failure.clone_from(&changed.failure);
        }
        Ok(())
    }

    pub(crate) fn delete_finished(&mut self, until: Timestamp, limit: u64) -> u64 {
        self.0.remove_some(some(limit), |report| {
            let finished = report.finished_at.is_some_and(|at| at <= until);
            finished && !report.state.is_pending()
        })
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        self.0
            .remove_some(usize::MAX, |report| report.owner == owner);
    }

    /// Clears a deleted schedule from its reports.
    pub(crate) fn clear_schedule(&mut self, schedule: ScheduleId) {
        for id in self.0.ids(|report| report.schedule == Some(schedule)) {
            if let Some(report) = self.0.get_mut(id) {
                report.schedule = None;
            }
        }
    }
}
