use super::{JobRecord, JobState, Jobs};
use crate::id::JobId;
use crate::page::Page;
use crate::ports::{JobQuery, StoreError, Timestamp};

impl Jobs {
    /// Up to `limit` jobs in one of `states` (any, if empty), in ascending id order, after the cursor `after`.
    pub async fn list(
        &self,
        states: Vec<JobState>,
        after: Option<JobId>,
        limit: u32,
    ) -> Result<Page<JobRecord, JobId>, StoreError> {
        let query = JobQuery {
            states,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.jobs().list(&query).await?;
        Ok(Page::split(found, limit, |record| record.id))
    }

    /// When the oldest unfinished job was created.
    pub async fn oldest_waiting(&self) -> Result<Option<Timestamp>, StoreError> {
        let unfinished = vec![JobState::Waiting, JobState::Running];
        let oldest = self.list(unfinished, None, 1).await?;
        Ok(oldest.items.first().map(|record| record.created_at))
    }
}
