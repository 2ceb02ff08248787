//! Syncing files to the disk, beside recording and counting.

use std::future::pending;
use std::sync::Arc;

use tokio::time::sleep;

use super::blocking;
use crate::disk::Segment;
use crate::shared::Shared;

impl Shared {
    /// Syncs the files regularly, if the options say so; never returns.
    pub(super) async fn keep_synced(&self) {
        let interval = self.options.sync;
        if interval.is_zero() {
            return pending().await;
        }
        loop {
            sleep(interval).await;
            for segment in self.files_to_sync() {
                sync(&segment).await;
            }
        }
    }
}

/// Syncs a file. A failure is logged only, since the clicks will be counted unless the machine fails.
pub(super) async fn sync(segment: &Arc<Segment>) {
    let same = Arc::clone(segment);
    if let Err(error) = blocking(move || same.sync()).await {
        let file = segment.path.display();
        tracing::warn!(event = "click_file_not_synced", %error, %file, "uncounted clicks may be lost in a power failure");
    }
}
