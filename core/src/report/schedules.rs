use super::{Reports, Schedule};
use crate::find::FindError;
use crate::id::{ScheduleId, UserId};
use crate::page::Page;
use crate::ports::{ScheduleQuery, StoreError};

impl Reports {
    /// A schedule of `owner`.
    #[tracing::instrument(name = "reports.read_schedule", skip_all)]
    pub async fn read_schedule(
        &self,
        owner: UserId,
        id: ScheduleId,
    ) -> Result<Schedule, FindError> {
        let found = self.ports.store.schedules().find_by_id(id).await?;
        found
            .filter(|schedule| schedule.owner == owner)
            .ok_or(FindError::NotFound("schedule"))
    }

    /// Up to `limit` schedules of `owner`, newest first, from behind `after` on.
    #[tracing::instrument(name = "reports.list_schedules", skip_all)]
    pub async fn list_schedules(
        &self,
        owner: UserId,
        after: Option<ScheduleId>,
        limit: u32,
    ) -> Result<Page<Schedule, ScheduleId>, StoreError> {
        let query = ScheduleQuery {
            owner,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.schedules().list(&query).await?;
        Ok(Page::split(found, limit, |schedule| schedule.id))
    }

    /// Ends a schedule of `owner`. What it ordered before is sent all the same.
    #[tracing::instrument(name = "reports.delete_schedule", skip_all)]
    pub async fn delete_schedule(&self, owner: UserId, id: ScheduleId) -> Result<(), FindError> {
        let unit = self.ports.store.begin().await?;
        let held = unit.schedules().find_for_update(id).await?;
        held.filter(|schedule| schedule.owner == owner)
            .ok_or(FindError::NotFound("schedule"))?;
        unit.schedules().delete(id).await?;
        unit.commit().await?;
        Ok(())
    }
}
