use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::time::Instant;

use super::maintenance::{RENEW_REST, is_recent};
use super::{DrainLoop, blocking};
use crate::disk::{Segment, SegmentState};
use crate::ledger::Cursor;

impl DrainLoop<'_> {
    /// Finds out whether somebody has removed the folder, or files in it. What was written is still there as long as it is held
    /// open: what waits is counted all the same, and copied to where it outlives this process.
    pub(super) async fn look_for_removals(&mut self) {
        if is_recent(self.ledger.renew_after, RENEW_REST) {
            return;
        }
        let intact = |cursor: &&Cursor| cursor.state == SegmentState::Intact;
        let known = self.ledger.cursors.iter().filter(intact);
        let known: Vec<_> = known.map(|cursor| Arc::clone(&cursor.segment)).collect();
        let shared = Arc::clone(self.shared);
        let found = blocking(move || {
            let home = shared.home();
            if !home.is_intact() {
                let folder = home.path.display();
                tracing::error!(%folder, "the folder of this process' clicks was removed: another is made");
                shared.move_house()?;
            }
            let states = known.into_iter().map(|segment| (segment.state(), segment));
            let changed = states.filter(|(state, _)| *state != SegmentState::Intact);
            Ok(changed.collect::<Vec<_>>())
        });
        match found.await {
            Ok(changed) => self.note_changes(&changed),
            Err(error) => {
                self.ledger.renew_after = Some(Instant::now());
                tracing::error!(%error, "the folder of clicks cannot be made again");
                return;
            }
        }
        self.rescue().await;
    }

    fn note_changes(&mut self, changed: &[(SegmentState, Arc<Segment>)]) {
        for (state, segment) in changed {
            let file = segment.path.display();
            tracing::error!(%file, "somebody has removed a file of clicks or cut it short");
            if let Some(cursor) = self.ledger.cursor(segment) {
                cursor.state = *state;
            }
        }
    }

    /// Copies what is closed and waits, and was removed.
    async fn rescue(&mut self) {
        let removed = self.ledger.cursors.iter();
        let removed = removed.filter(|cursor| cursor.needs_rescue());
        let removed: Vec<_> = removed.map(|cursor| Arc::clone(&cursor.segment)).collect();
        if removed.is_empty() {
            return;
        }
        let folder = self.shared.home().path.clone();
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
                    tracing::error!(%error, %file, "clicks that wait are lost if this process dies before they are counted");
                }
            }
        }
    }
}

async fn copy(segment: &Arc<Segment>, folder: PathBuf) -> io::Result<Segment> {
    let segment = Arc::clone(segment);
    blocking(move || segment.copy_to(&folder)).await
}
