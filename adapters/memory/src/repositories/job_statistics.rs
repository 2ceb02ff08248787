use async_trait::async_trait;
use korotko_core::ports::{JobCount, JobStatistics, StoreError};

use crate::rows::Rows;

#[async_trait]
impl JobStatistics for Rows {
    async fn count(&self, limit: u32) -> Result<Vec<JobCount>, StoreError> {
        self.read(|state| state.jobs.count(limit as usize))
    }
}
