use async_trait::async_trait;
use korotko_core::id::ScheduleId;
use korotko_core::ports::{
    InsertSchedule, ScheduleQuery, ScheduleRepository, StoreError, Timestamp,
};
use korotko_core::report::Schedule;

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// Removes a schedule; its reports stay, without it.
    pub(crate) fn delete_schedule(&mut self, id: ScheduleId) -> bool {
        self.reports.clear_schedule(id);
        self.schedules.delete(id)
    }
}

#[async_trait]
impl ScheduleRepository for Rows {
    async fn find_by_id(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        self.read(|state| state.schedules.find(id).cloned())
    }

    async fn find_for_update(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        self.read_for_update(|state| state.schedules.find(id).cloned())
    }

    async fn list(&self, query: &ScheduleQuery) -> Result<Vec<Schedule>, StoreError> {
        self.read(|state| state.schedules.list(query))
    }

    async fn list_due(&self, now: Timestamp, limit: u32) -> Result<Vec<Schedule>, StoreError> {
        self.read(|state| state.schedules.list_due(now, limit))
    }

    async fn insert(&self, schedule: &InsertSchedule) -> Result<Schedule, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(schedule.owner))?;
            Ok(state.schedules.insert(schedule))
        })
    }

    async fn set_next(&self, id: ScheduleId, next_at: Timestamp) -> Result<(), StoreError> {
        self.write(|state| state.schedules.set_next(id, next_at))
    }

    async fn delete(&self, id: ScheduleId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.delete_schedule(id)))
    }
}
