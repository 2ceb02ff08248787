use korotko_core::id::{ReportId, ScheduleId, UserId};
use korotko_core::ports::{InsertReport, ReportQuery, StoreError, Timestamp};
use korotko_core::report::{Report, ReportOrder, ReportState};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync, RedBlackTreeSetSync};

use super::some;

/// A report, and whether somebody asked for it: one that a schedule ordered is not asked for when the schedule is gone.
#[derive(Debug, Clone)]
struct ReportRow {
    report: Report,
    requested: bool,
}

/// The reports, and the ways to find them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReportTable {
    rows: RedBlackTreeMapSync<ReportId, ReportRow>,
    /// Of each order the one report that is neither sent nor failed.
    pending: HashTrieMapSync<(UserId, ReportOrder), ReportId>,
    by_owner: RedBlackTreeSetSync<(UserId, ReportId)>,
    by_schedule: RedBlackTreeSetSync<(ScheduleId, ReportId)>,
    /// Those sent or failed, by when that was.
    finished: RedBlackTreeSetSync<(Timestamp, ReportId)>,
    last_id: i64,
}

impl ReportTable {
    pub(crate) fn find(&self, id: ReportId) -> Option<&Report> {
        self.rows.get(&id).map(|row| &row.report)
    }

    pub(crate) fn find_pending(&self, owner: UserId, order: &ReportOrder) -> Option<&Report> {
        let id = self.pending.get(&(owner, order.clone()))?;
        self.find(*id)
    }

    /// The rows of this user, by rising id.
    fn owned_by(&self, owner: UserId) -> impl DoubleEndedIterator<Item = &ReportRow> {
        let first = (owner, ReportId(i64::MIN));
        let last = (owner, ReportId(i64::MAX));
        let theirs = self.by_owner.range(first..=last);
        theirs.filter_map(|(_, id)| self.rows.get(id))
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
        self.last_id += 1;
        let report = Report {
            id: ReportId(self.last_id),
            owner: new.owner,
            order: new.order.clone(),
            schedule: new.schedule,
            state: ReportState::Queued,
            failure: None,
            created_at: new.created_at,
            started_at: None,
            finished_at: None,
        };
        self.put(ReportRow {
            report: report.clone(),
            requested: new.schedule.is_none(),
        });
        Ok(report)
    }

    pub(crate) fn update(&mut self, changed: &Report) -> Result<(), StoreError> {
        let mut row = self.rows.get(&changed.id).cloned();
        let row = row.as_mut().ok_or(StoreError::Missing)?;
        let pending = self.find_pending(row.report.owner, &row.report.order);
        let is_other = pending.is_some_and(|pending| pending.id != changed.id);
        if changed.state.is_pending() && is_other {
            return Err(StoreError::Conflict);
        }
        self.delete(changed.id);
        row.report.state = changed.state;
        row.report.started_at = changed.started_at;
        row.report.finished_at = changed.finished_at;
        row.report.failure.clone_from(&changed.failure);
        self.put(row.clone());
        Ok(())
    }

    pub(crate) fn delete_finished(&mut self, until: Timestamp, limit: u64) -> u64 {
        let old = self.finished.range(..=(until, ReportId(i64::MAX)));
        let old: Vec<ReportId> = old.map(|(_, id)| *id).take(some(limit)).collect();
        for id in &old {
            self.delete(*id);
        }
        old.len() as u64
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        let theirs = self.owned_by(owner).map(|row| row.report.id);
        let theirs: Vec<ReportId> = theirs.collect();
        for id in theirs {
            self.delete(id);
        }
    }

    /// Leaves of a schedule that goes no trace in its reports.
    pub(crate) fn forget_schedule(&mut self, schedule: ScheduleId) {
        let first = (schedule, ReportId(i64::MIN));
        let last = (schedule, ReportId(i64::MAX));
        let ordered = self.by_schedule.range(first..=last);
        let ordered: Vec<ReportId> = ordered.map(|(_, id)| *id).collect();
        for id in ordered {
            self.by_schedule.remove_mut(&(schedule, id));
            if let Some(row) = self.rows.get_mut(&id) {
                row.report.schedule = None;
            }
        }
    }

    fn put(&mut self, row: ReportRow) {
        let report = &row.report;
        if report.state.is_pending() {
            let key = (report.owner, report.order.clone());
            self.pending.insert_mut(key, report.id);
        } else if let Some(at) = report.finished_at {
            self.finished.insert_mut((at, report.id));
        }
        if let Some(schedule) = report.schedule {
            self.by_schedule.insert_mut((schedule, report.id));
        }
        self.by_owner.insert_mut((report.owner, report.id));
        self.rows.insert_mut(report.id, row);
    }

    fn delete(&mut self, id: ReportId) {
        let Some(report) = self.find(id).cloned() else {
            return;
        };
        if let Some(at) = report.finished_at {
            self.finished.remove_mut(&(at, id));
        }
        if let Some(schedule) = report.schedule {
            self.by_schedule.remove_mut(&(schedule, id));
        }
        if report.state.is_pending() {
            self.pending.remove_mut(&(report.owner, report.order));
        }
        self.by_owner.remove_mut(&(report.owner, id));
        self.rows.remove_mut(&id);
    }
}
