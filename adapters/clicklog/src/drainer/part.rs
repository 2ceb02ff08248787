use std::io;
use std::sync::Arc;

use korotko_core::click::{FoldError, FoldOutcome, LogPart};

use super::{DrainLoop, blocking};
use crate::cause::root_cause;
use crate::disk::{Lost, Segment, read_part};
use crate::ledger::Goal;

/// How many clicks are counted at once.
const PART: usize = 5_000;
/// How many when it is behind: by that much more a unit does in the same time.
const LARGE_PART: usize = 20_000;
/// How many bytes of one file wait when it is behind.
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
    /// Counts the next part of a file, in one unit. Only what the store says moves it on.
    pub(super) async fn count_part(&mut self, goal: &Goal) -> Result<(), PartError> {
        let Goal { segment, until } = goal;
        let Some(from) = self.ledger.cursor(segment).map(|cursor| cursor.position) else {
            return Ok(());
        };
        let until = *until;
        let behind = until.saturating_sub(from) > BEHIND_BYTES;
        let most = if behind { LARGE_PART } else { PART };
        let file = Arc::clone(segment);
        let part = blocking(move || read_part(&file, from, until, most)).await;
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
                self.tell_lost(segment, part.lost);
                self.move_to(segment, part.until);
            }
            FoldOutcome::OffsetMismatch(position) => self.move_to(segment, position),
        }
        Ok(())
    }

    /// A file is counted up to `position`.
    fn move_to(&mut self, segment: &Arc<Segment>, position: u64) {
        if let Some(cursor) = self.ledger.cursor(segment) {
            cursor.position = position;
            self.shared.settle(cursor);
        }
    }

    /// Counts and says what could not be counted; the store has noted it already.
    fn tell_lost(&mut self, segment: &Segment, lost: Lost) {
        let Lost { bytes, clicks } = lost;
        self.shared.drops.add_lost(clicks);
        self.ledger.dropped_noted += clicks;
        let file = segment.path.display();
        if clicks > 0 {
            tracing::error!(%file, bytes, clicks, "clicks are dropped: a file of clicks is damaged");
        } else if bytes > 0 {
            tracing::warn!(%file, bytes, "passed over a record that was torn when its process died");
        }
    }
}
