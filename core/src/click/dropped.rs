use super::{Clicks, Day};
use crate::ports::StoreError;

impl Clicks {
    /// Notes that so many clicks were dropped today for want of room, so that whoever reads the numbers can know. Unlike
    /// [`fold`](Self::fold) it is not told from its own repetition: when the connection broke at the end and it is called
    /// again, they may be noted twice.
    #[tracing::instrument(name = "clicks.note_dropped", level = "debug", skip(self))]
    pub async fn note_dropped(&self, clicks: u64) -> Result<(), StoreError> {
        let today = Day::from_timestamp(self.ports.clock.now());
        let unit = self.ports.store.begin().await?;
        unit.click_logs().add_dropped(today, clicks).await?;
        unit.commit().await
    }
}
