use std::io;
use std::sync::Arc;

use korotko_core::click::{FoldError, FoldOutcome, LogPart};

use super::{DrainLoop, blocking};
use crate::cause::root_cause;
use crate::disk::{Lost, Segment, read_part};
use crate::ledger::Goal;

/// How many clicks one part has.
const PART: usize = 5_000;
/// How many clicks one part has when the drainer is behind: larger units are more efficient.
const LARGE_PART: usize = 20_000;
/// The waiting bytes of one file beyond which the drainer is behind.
const BEHIND_BYTES: u64 = 500 << 10;

/// Why a part was not counted.
#[derive(Debug, thiserror::Error)]
pub(super) enum PartError {
    #[error("the file cannot be read")]
    Read(#[source] io::Error),
    #[error(transparent)]
    Fold(#[from] FoldError),
}

impl PartError {
    pub(super) fn cause(&self) -> Option<String> {
        root_cause(self)
    }
}

impl DrainLoop<'_> {
    /// Counts the next part of a file in one unit of work. The store decides the new position.
    pub(super) async fn count_part(&mut self, goal: &Goal) -> Result<(), PartError> {
        let Goal { segment, until } = goal;
        let Some(from) = self.ledger.cursor(segment).map(|cursor| cursor.position) else {
            return Ok(());
        };
        let until = *until;
        let behind = until.saturating_sub(from) > BEHIND_BYTES;
        let max = if behind { LARGE_PART } else { PART };
        let file = Arc::clone(segment);
        let part = blocking(move || read_part(&file, from, until, max)).await;
        let part = part.map_err(PartError::Read)?;
        let log_part = LogPart {
            log: segment.id,
            from,
            until: part.until,
            clicks: &part.clicks,
            lost: part.lost.clicks,
        };
        match self.clicks.fold(&log_part).await? {
            FoldOutcome::Folded => {
                self.log_lost(segment, part.lost);
                self.set_position(segment, part.until);
            }
            FoldOutcome::OffsetMismatch(position) => self.set_position(segment, position),
        }
        Ok(())
    }

    /// Sets the position up to which a file is counted.
    fn set_position(&mut self, segment: &Arc<Segment>, position: u64) {
        if let Some(cursor) = self.ledger.cursor(segment) {
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
