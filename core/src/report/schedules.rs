use super::{Reports, Schedule};
use crate::find::FindError;
use crate::id::{ScheduleId, UserId};
use crate::page::Page;
use crate::ports::{ScheduleQuery, StoreError};

impl Reports {
    /// Returns a schedule of `owner`.
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

    /// Up to `limit` schedules of `owner`, newest first, after the cursor `after`.
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

    /// Deletes a schedule of `owner`. Reports that it has ordered are still sent.
    #[tracing::instrument(name = "reports.delete_schedule", skip_all)]
    pub async fn delete_schedule(&self, owner: UserId, id: ScheduleId) -> Result<(), FindError> {
        let unit = self.ports.store.begin().await?;
        let locked = unit.schedules().find_for_update(id).await?;
        locked
            .filter(|schedule| schedule.owner == owner)
            .ok_or(FindError::NotFound("schedule"))?;
        unit.schedules().delete(id).await?;
        unit.commit().await?;
        Ok(())
    }
}
