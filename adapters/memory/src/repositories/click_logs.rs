use async_trait::async_trait;
use korotko_core::click::Day;
use korotko_core::ports::{ClickLogId, ClickLogRepository, LogOffset, StoreError, Timestamp};

use crate::rows::Rows;

#[async_trait]
impl ClickLogRepository for Rows {
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<LogOffset>, StoreError> {
        self.read(|state| state.click_logs.find(log))
    }

    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<LogOffset>,
        offset: LogOffset,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|state| state.click_logs.set(log, before, offset, now))
    }

    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError> {
        self.write(|state| {
            state.click_logs.add_dropped(day, clicks);
            Ok(())
        })
    }

    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError> {
        self.read(|state| state.click_logs.count_dropped(since))
    }

    async fn delete_offsets(&self, until: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.click_logs.delete_offsets(until)))
    }
}
