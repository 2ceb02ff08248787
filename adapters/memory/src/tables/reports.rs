use korotko_core::id::{ReportId, ScheduleId, UserId};
use korotko_core::ports::{InsertReport, ReportQuery, StoreError, Timestamp};
use korotko_core::report::{Report, ReportOrder, ReportState};

use super::{Table, some};

/// A report, and whether a user requested it: a report of a schedule does not count as requested after the schedule is deleted.
#[derive(Debug, Clone)]
struct ReportRow {
    report: Report,
    requested: bool,
}

/// The reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReportTable(Table<ReportId, ReportRow>);

impl ReportTable {
    pub(crate) fn find(&self, id: ReportId) -> Option<&Report> {
        self.0.get(id).map(|row| &row.report)
    }

    /// The rows of this user, in ascending id order.
    fn owned_by(&self, owner: UserId) -> impl DoubleEndedIterator<Item = &ReportRow> {
        self.0.rows().filter(move |row| row.report.owner == owner)
    }

    pub(crate) fn find_pending(&self, owner: UserId, order: &ReportOrder) -> Option<&Report> {
        let mut reports = self.owned_by(owner).map(|row| &row.report);
        reports.find(|report| report.state.is_pending() && report.order == *order)
    }

    pub(crate) fn list(&self, query: &ReportQuery) -> Vec<Report> {
        let newest_first = self.owned_by(query.owner).rev().map(|row| &row.report);
        newest_first
            .filter(|report| query.after.is_none_or(|after| report.id < after))
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn list_requested(&self, owner: UserId, since: Timestamp) -> Vec<Timestamp> {
        let requested = self.owned_by(owner).filter(|row| row.requested);
        let ordered = requested.map(|row| row.report.created_at);
        let mut ordered: Vec<Timestamp> = ordered.filter(|at| *at > since).collect();
        ordered.sort_unstable();
        ordered
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
        let row = ReportRow {
            report: report.clone(),
            requested: new.schedule.is_none(),
        };
        self.0.put(report.id, row);
        Ok(report)
    }

    pub(crate) fn update(&mut self, changed: &Report) -> Result<(), StoreError> {
        let before = self.find(changed.id).ok_or(StoreError::Missing)?;
        let pending = self.find_pending(before.owner, &before.order);
        let is_other = pending.is_some_and(|pending| pending.id != changed.id);
        if changed.state.is_pending() && is_other {
            return Err(StoreError::Conflict);
        }
        if let Some(row) = self.0.get_mut(changed.id) {
            row.report.state = changed.state;
            row.report.started_at = changed.started_at;
            row.report.finished_at = changed.finished_at;
            row.report.failure.clone_from(&changed.failure);
        }
        Ok(())
    }

    pub(crate) fn delete_finished(&mut self, until: Timestamp, limit: u64) -> u64 {
        self.0.remove_some(some(limit), |row| {
            let finished = row.report.finished_at.is_some_and(|at| at <= until);
            finished && !row.report.state.is_pending()
        })
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        self.0
            .remove_some(usize::MAX, |row| row.report.owner == owner);
    }

    /// Clears a deleted schedule from its reports.
    pub(crate) fn clear_schedule(&mut self, schedule: ScheduleId) {
        for id in self.0.ids(|row| row.report.schedule == Some(schedule)) {
            if let Some(row) = self.0.get_mut(id) {
                row.report.schedule = None;
            }
        }
    }
}
