use std::io;
use std::sync::Arc;

use korotko_core::click::{FoldError, Folded, LogPart};

use super::ledger::Goal;
use super::{Drainage, blocking};
use crate::cause::root_cause;
use crate::disk::{Lost, Segment, read_part};

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

impl Drainage<'_> {
    /// Counts the next part of a file, in one unit. Only what the store says moves it on.
    pub(super) async fn count_part(&mut self, goal: &Goal) -> Result<(), PartError> {
        let Goal { segment, until } = goal;
        let Some(from) = self.ledger.cursor(segment).map(|cursor| cursor.position) else {
            return Ok(());
        };
        let until = *until;
        let behind = until.saturating_sub(from) > BEHIND_BYTES;
        let most = if behind { LARGE_PART } else { PART };
        let path = segment.path.clone();
        let part = match blocking(move || read_part(&path, from, until, most)).await {
            Ok(part) => part,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.give_up(segment, until);
                return Ok(());
            }
            Err(error) => return Err(PartError::Read(error)),
        };
        let log_part = LogPart {
            log: segment.id,
            shard: self.shared.shard(),
            from,
            until: part.until,
            clicks: &part.clicks,
        };
        match self.clicks.fold(&log_part).await? {
            Folded::Counted => {
                tell_lost(segment, part.lost);
                self.move_to(segment, part.until);
            }
            Folded::StandsAt(position) => self.move_to(segment, position),
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

    /// Somebody has removed a file, and what waited in it.
    fn give_up(&mut self, segment: &Arc<Segment>, until: u64) {
        let Some(cursor) = self.ledger.cursor(segment) else {
            return;
        };
        let bytes = until.saturating_sub(cursor.position);
        tracing::error!(file = %segment.path.display(), bytes, "a file of clicks was removed, and what waited in it");
        cursor.is_gone = true;
        self.move_to(segment, until);
    }
}

/// Says what could not be counted.
fn tell_lost(segment: &Segment, lost: Option<Lost>) {
    let file = segment.path.display();
    match lost {
        None => {}
        Some(Lost { bytes, torn: true }) => {
            tracing::warn!(%file, bytes, "passed over a record that was torn when its process died");
        }
        Some(Lost { bytes, torn: false }) => {
            tracing::error!(%file, bytes, "gave up what is behind a broken record");
        }
    }
}
