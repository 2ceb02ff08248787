use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::time::Instant;

use super::maintenance::{ROTATION_RETRY, is_recent};
use super::{DrainLoop, blocking};
use crate::disk::{Segment, SegmentState};
use crate::ledger::Cursor;

impl DrainLoop<'_> {
    /// Detects whether the folder or files in it were removed. Open files are still readable, so their clicks are counted, and
    /// closed files are copied to a folder in which they outlive this process.
    pub(super) async fn check_for_removals(&mut self) {
        if is_recent(self.ledger.rotation_failed_at, ROTATION_RETRY) {
            return;
        }
        let intact = |cursor: &&Cursor| cursor.state == SegmentState::Intact;
        let known = self.ledger.cursors.iter().filter(intact);
        let known: Vec<_> = known.map(|cursor| Arc::clone(&cursor.segment)).collect();
        let shared = Arc::clone(self.shared);
        let found = blocking(move || {
            let process = shared.process_folder();
            if !process.is_intact() {
                let folder = process.path.display();
                tracing::error!(event = "click_folder_removed", %folder, "click folder of this process was removed; creating another");
                shared.replace_process_folder()?;
            }
            let states = known.into_iter().map(|segment| (segment.state(), segment));
            let changed = states.filter(|(state, _)| *state != SegmentState::Intact);
            Ok(changed.collect::<Vec<_>>())
        });
        match found.await {
            Ok(changed) => self.record_changes(&changed),
            Err(error) => {
                self.ledger.rotation_failed_at = Some(Instant::now());
                tracing::error!(event = "click_folder_not_created", %error, "click folder cannot be created again");
                return;
            }
        }
        self.rescue().await;
    }

    fn record_changes(&mut self, changed: &[(SegmentState, Arc<Segment>)]) {
        for (state, segment) in changed {
            let file = segment.path.display();
            tracing::error!(event = "click_file_removed", %file, "click file was removed or truncated");
            if let Some(cursor) = self.ledger.cursor(segment) {
                cursor.state = *state;
            }
        }
    }

    /// Copies removed files that are closed and not counted.
    async fn rescue(&mut self) {
        let removed = self.ledger.cursors.iter();
        let removed = removed.filter(|cursor| cursor.needs_rescue());
        let removed: Vec<_> = removed.map(|cursor| Arc::clone(&cursor.segment)).collect();
        if removed.is_empty() {
            return;
        }
        let folder = self.shared.process_folder().path.clone();
        for segment in removed {
            let copied = copy(&segment, folder.clone()).await;
            let Some(cursor) = self.ledger.cursor(&segment) else {
                continue;
            };
            match copied {
                Ok(copy) => {
                    cursor.segment = Arc::new(copy);
                    cursor.state = SegmentState::Intact;
                    cursor.synced = false;
                }
                Err(error) => {
                    cursor.rescued = true;
                    let file = segment.path.display();
                    tracing::error!(
                        event = "click_file_not_rescued",
                        %error,
                        %file,
                        "removed click file could not be copied: its clicks are lost if this process dies"
                    );
                }
            }
        }
    }
}

async fn copy(segment: &Arc<Segment>, folder: PathBuf) -> io::Result<Segment> {
    let segment = Arc::clone(segment);
    blocking(move || segment.copy_to(&folder)).await
}
