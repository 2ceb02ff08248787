use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use korotko_core::ports::{ClickLogId, LogOffset};
use tokio::time::Instant;

use crate::disk::{ProcessFolder, Segment, SegmentState};
use crate::format::header;

/// The state of a drainer.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The files that are not finished, oldest first.
    pub(crate) cursors: Vec<Cursor>,
    /// The locked folders of dead processes.
    pub(crate) orphans: Vec<ProcessFolder>,
    /// The folders of dead processes that cannot be removed.
    pub(crate) skipped: HashSet<PathBuf>,
    /// How many dropped clicks the store has counted.
    pub(crate) dropped_noted: u64,
    /// When maintenance last ran.
    pub(crate) maintained_at: Option<Instant>,
    /// When folders of dead processes were last searched for.
    pub(crate) orphans_checked_at: Option<Instant>,
    /// When old files were last removed from the archive.
    pub(crate) archive_cleared_at: Option<Instant>,
    /// When creating a file last failed.
    pub(crate) rotation_failed_at: Option<Instant>,
}

/// How far a file is counted.
#[derive(Debug)]
pub(crate) struct Cursor {
    pub(crate) segment: Arc<Segment>,
    /// When the drainer learned of it.
    pub(crate) since: Instant,
    /// How far it is counted, as far as is known here; the store decides.
    pub(crate) position: LogOffset,
    /// How many of its bytes were seen by the last measurement of the load.
    pub(crate) measured: u64,
    /// How many of its bytes were subtracted from the waiting ones.
    pub(crate) released: u64,
    /// Whether it was synced, or that was tried.
    pub(crate) synced: bool,
    /// Its state on the disk.
    pub(crate) state: SegmentState,
    /// Whether copying it to a folder was tried.
    pub(crate) rescued: bool,
}

/// A file, and the offset up to which it is to be counted.
#[derive(Debug)]
pub(crate) struct Goal {
    pub(crate) segment: Arc<Segment>,
    pub(crate) until: u64,
}

impl Cursor {
    /// A cursor at the first record.
    pub(crate) fn new(segment: Arc<Segment>) -> Self {
        Self {
            since: Instant::now(),
            position: LogOffset::at(header::END),
            measured: if segment.may_be_torn() {
                segment.end()
            } else {
                header::END
            },
            released: 0,
            synced: false,
            state: SegmentState::Intact,
            rescued: false,
            segment,
        }
    }

    /// How many bytes were recorded since the last call.
    pub(crate) fn measure(&mut self) -> u64 {
        let end = self.segment.end();
        let recorded = end.saturating_sub(self.measured);
        self.measured = end;
        recorded
    }

    /// Whether all of its current records are counted.
    pub(crate) fn is_drained(&self) -> bool {
        self.position.offset >= self.segment.end()
    }

    /// Whether it is closed and counted.
    pub(crate) fn is_finished(&self) -> bool {
        self.segment.is_closed() && self.is_drained()
    }

    /// Whether it is closed, not counted, and was removed from its folder.
    pub(crate) fn needs_rescue(&self) -> bool {
        let removed = self.state == SegmentState::Removed && !self.rescued;
        removed && self.segment.is_closed() && !self.is_drained()
    }

    /// Whether it is closed, not counted, and not synced.
    pub(crate) fn needs_sync(&self) -> bool {
        let needs_sync = self.segment.is_closed() && self.segment.needs_sync();
        needs_sync && !self.is_drained() && !self.synced
    }

    /// Whether its writer needs another file: it is too large; or old and counted, so that an idle folder stays small; or it was
    /// removed or truncated.
    pub(crate) fn needs_rotation(&self, max_bytes: u64, max_age: Duration) -> bool {
        let end = self.segment.end();
        let used = end > header::END;
        let idle = used && self.is_drained() && self.since.elapsed() >= max_age;
        end >= max_bytes.max(header::END + 1) || idle || self.state != SegmentState::Intact
    }

    /// The number of its counted bytes.
    pub(crate) fn counted(&self) -> u64 {
        let position = self.position.offset.min(self.segment.end());
        position.saturating_sub(header::END)
    }
}

impl Ledger {
    /// The cursor of this file.
    pub(crate) fn cursor(&mut self, segment: &Arc<Segment>) -> Option<&mut Cursor> {
        let mut cursors = self.cursors.iter_mut();
        cursors.find(|cursor| Arc::ptr_eq(&cursor.segment, segment))
    }

    /// The cursors of this log: two, if this process lost the lock of its folder and adopted its own files.
    pub(crate) fn cursors_of(&mut self, log: ClickLogId) -> impl Iterator<Item = &mut Cursor> {
        let cursors = self.cursors.iter_mut();
        cursors.filter(move |cursor| cursor.segment.id == log)
    }

    /// The files to count now: closed ones first, since they can be removed then.
    pub(crate) fn goals(&self) -> Vec<Goal> {
        let waiting = self.cursors.iter().filter(|cursor| !cursor.is_drained());
        let goal = |cursor: &Cursor| Goal {
            segment: Arc::clone(&cursor.segment),
            until: cursor.segment.end(),
        };
        let mut goals: Vec<Goal> = waiting.map(goal).collect();
        goals.sort_by_key(|goal| !goal.segment.is_closed());
        goals
    }

    /// Whether a file is counted up to its goal.
    pub(crate) fn has_reached(&mut self, goal: &Goal) -> bool {
        self.cursor(&goal.segment)
            .is_none_or(|cursor| cursor.position.offset >= goal.until)
    }

    /// Whether a file in this folder is not finished.
    pub(crate) fn has_any_in(&self, folder: &Path) -> bool {
        let mut cursors = self.cursors.iter();
        cursors.any(|cursor| cursor.segment.path.starts_with(folder))
    }
}
