use korotko_core::id::{ScheduleId, UserId};
use korotko_core::ports::{InsertSchedule, ScheduleQuery, StoreError, Timestamp};
use korotko_core::report::Schedule;

use super::Table;

/// The schedules of reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScheduleTable(Table<ScheduleId, Schedule>);

impl ScheduleTable {
    pub(crate) fn find(&self, id: ScheduleId) -> Option<&Schedule> {
        self.0.get(id)
    }

    pub(crate) fn list(&self, query: &ScheduleQuery) -> Vec<Schedule> {
        let newest_first = self.0.rows().rev();
        newest_first
            .filter(|schedule| schedule.owner == query.owner)
            .filter(|schedule| query.after.is_none_or(|after| schedule.id < after))
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn list_due(&self, now: Timestamp, limit: u32) -> Vec<Schedule> {
        let due = self.0.rows().filter(|schedule| schedule.next_at <= now);
        let mut due: Vec<Schedule> = due.cloned().collect();
        due.sort_by_key(|schedule| (schedule.next_at, schedule.id));
        due.truncate(limit as usize);
        due
    }

    pub(crate) fn insert(&mut self, new: &InsertSchedule) -> Schedule {
        let schedule = Schedule {
            id: ScheduleId(self.0.next_id()),
            owner: new.owner,
            plan: new.plan.clone(),
            next_at: new.next_at,
            created_at: new.created_at,
        };
        self.0.put(schedule.id, schedule.clone());
        schedule
    }

    pub(crate) fn set_next(
        &mut self,
        id: ScheduleId,
        next_at: Timestamp,
    ) -> Result<(), StoreError> {
        let schedule = self.0.get_mut(id).ok_or(StoreError::Missing)?;
        schedule.next_at = next_at;
        Ok(())
    }

    /// Removes a row to which no other table may refer.
    pub(crate) fn delete(&mut self, id: ScheduleId) -> bool {
        self.0.remove(id)
    }

    /// Removes the schedules of a user, as [`delete`](Self::delete) does.
    pub(crate) fn delete_by_owner(&mut self, owner: UserId) {
        self.0
            .remove_some(usize::MAX, |schedule| schedule.owner == owner);
    }
}
