use super::{Clicks, Day};
use crate::ports::StoreError;

impl Clicks {
    /// Records that clicks were dropped today for lack of room, so that readers of the statistics can know. Unlike
    /// [`fold`](Self::fold) it is not idempotent: if the connection breaks at the end and the call is repeated, the clicks may
    /// be recorded twice.
    #[tracing::instrument(name = "clicks.record_dropped", level = "debug", skip(self))]
    pub async fn record_dropped(&self, clicks: u64) -> Result<(), StoreError> {
        let today = Day::from_timestamp(self.ports.clock.now());
        let unit = self.ports.store.begin().await?;
        unit.click_logs().add_dropped(today, clicks).await?;
        unit.commit().await
    }
}
