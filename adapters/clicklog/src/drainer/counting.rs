use std::sync::Arc;

use korotko_core::click::{FoldError, FoldOutcome};
use korotko_core::ports::{ClickLogId, LogOffset};
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::DrainLoop;
use super::batch::{Batch, FileRange, ReadError};
use crate::cause::root_cause;
use crate::disk::{Lost, Segment};
use crate::ledger::Goal;

/// Why clicks were not counted.
#[derive(Debug, thiserror::Error)]
pub(super) enum CountError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Fold(#[from] FoldError),
    #[error("the task was aborted")]
    Aborted,
}

impl DrainLoop<'_> {
    /// Counts the clicks that wait now, and not those that arrive in the meantime: a few clicks at a time would keep it busy
    /// forever.
    pub(super) async fn count_round(&mut self) {
        self.add_new_segments();
        self.pace.begin_round();
        let oldest = self.pace.oldest_click();
        self.shared.progress.oldest_is(oldest);
        let mut goals = self.ledger.goals();
        loop {
            goals.retain(|goal| !self.ledger.has_reached(goal));
            if goals.is_empty() {
                return;
            }
            let began = Instant::now();
            match self.read_batch(&goals).await {
                Ok(batch) => {
                    self.yield_for(began.elapsed()).await;
                    self.count_batch(batch).await;
                }
                Err(error) => {
                    // The next round retries it; other files continue.
                    goals.retain(|goal| !error.is_about(&goal.segment));
                    self.wait_after(&error).await;
                }
            }
        }
    }

    async fn read_batch(&mut self, goals: &[Goal]) -> Result<Batch, CountError> {
        let mut files: Vec<FileRange> = Vec::new();
        for goal in goals {
            // A log that has two cursors is read once.
            if files.iter().any(|file| file.segment.id == goal.segment.id) {
                continue;
            }
            files.extend(self.ledger.cursor(&goal.segment).map(|cursor| FileRange {
                segment: Arc::clone(&goal.segment),
                from: cursor.position,
                until: goal.until,
            }));
        }
        let read = spawn_blocking(move || Batch::read(&files)).await;
        Ok(read.map_err(|_| CountError::Aborted)??)
    }

    /// Counts a batch in as many units of work as it takes; discards it if the store has counted other clicks of its files.
    async fn count_batch(&mut self, mut batch: Batch) {
        while !batch.clicks.is_folded() {
            let began = Instant::now();
            let size = self.unit_size.next();
            match self.clicks.fold(&mut batch.clicks, size).await {
                Ok(FoldOutcome::Folded(size)) => {
                    let taken = began.elapsed();
                    self.unit_size.adapt(size, taken);
                    tracing::debug!(event = "clicks_counted", size, ?taken, "counted a unit");
                    self.shared.progress.folded(taken);
                    for part in batch.clicks.parts() {
                        self.set_position(part.log, part.from);
                    }
                    self.yield_for(taken).await;
                }
                Ok(FoldOutcome::OffsetMismatch(offsets)) => {
                    for (log, offset) in offsets {
                        self.set_position(log, offset);
                    }
                    return;
                }
                Err(error) => self.wait_after(&error.into()).await,
            }
        }
        self.shared.progress.counted(batch.clicks.len());
        for (segment, lost) in &batch.lost {
            self.log_lost(segment, *lost);
        }
    }

    async fn wait_after(&mut self, error: &CountError) {
        self.shared.progress.failed();
        tracing::warn!(
            event = "clicks_not_counted",
            %error,
            cause = root_cause(error),
            "clicks could not be counted; retrying"
        );
        self.back_off().await;
    }

    /// Sets how far a file is counted: the store decides.
    fn set_position(&mut self, log: ClickLogId, position: LogOffset) {
        for cursor in self.ledger.cursors_of(log) {
            cursor.position = position;
            self.shared.release_counted(cursor);
        }
    }

    /// Counts and logs lost clicks, which the store has counted already.
    fn log_lost(&mut self, segment: &Segment, lost: Lost) {
        let Lost { bytes, clicks } = lost;
        self.shared.drops.add_lost(clicks);
        self.ledger.dropped_noted += clicks;
        let file = segment.path.display();
        if clicks > 0 {
            tracing::error!(
                event = "click_file_damaged",
                %file,
                bytes,
                clicks,
                "damaged click file: clicks are lost"
            );
        } else if bytes > 0 {
            tracing::warn!(
                event = "torn_click_skipped",
                %file,
                bytes,
                "skipped a partial record of a dead process"
            );
        }
    }
}

impl CountError {
    fn is_about(&self, segment: &Arc<Segment>) -> bool {
        match self {
            Self::Read(error) => Arc::ptr_eq(&error.segment, segment),
            Self::Fold(_) | Self::Aborted => true,
        }
    }
}
