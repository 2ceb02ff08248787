use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::disk::{Home, Segment, SegmentState};
use crate::format::header;

/// What a drainer knows of the files.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The files that are not done with, the oldest first.
    pub(crate) cursors: Vec<Cursor>,
    /// The folders of dead processes that are held.
    pub(crate) adopted: Vec<Home>,
    /// Those in which something is that must stay.
    pub(crate) left_alone: HashSet<PathBuf>,
    /// How many dropped clicks are noted in the store.
    pub(crate) dropped_noted: u64,
    /// When files were last looked after.
    pub(crate) maintained_at: Option<Instant>,
    /// When it last looked for dead processes.
    pub(crate) looked_for_dead: Option<Instant>,
    /// When old files were last removed from the archive.
    pub(crate) archive_cleared: Option<Instant>,
    /// Until when no file is begun, since it failed.
    pub(crate) renew_after: Option<Instant>,
}

/// How far a file is counted.
#[derive(Debug)]
pub(crate) struct Cursor {
    pub(crate) segment: Arc<Segment>,
    /// Since when it is known.
    pub(crate) since: Instant,
    /// Up to where it is counted, as far as is known here; the store has the last word.
    pub(crate) position: u64,
    /// How many of its bytes were taken off those that wait.
    pub(crate) released: u64,
    /// It lasts through a power cut, or that was tried.
    pub(crate) synced: bool,
    /// What somebody has done to it.
    pub(crate) state: SegmentState,
    /// It was tried to copy it to where it outlives this process.
    pub(crate) rescued: bool,
}

/// A file, and up to where it is to be counted.
#[derive(Debug)]
pub(crate) struct Goal {
    pub(crate) segment: Arc<Segment>,
    pub(crate) until: u64,
}

impl Cursor {
    /// At the first record.
    pub(crate) fn new(segment: Arc<Segment>) -> Self {
        Self {
            segment,
            since: Instant::now(),
            position: header::END,
            released: 0,
            synced: false,
            state: SegmentState::Intact,
            rescued: false,
        }
    }

    /// Whether all of it is counted that stands in it now.
    pub(crate) fn is_drained(&self) -> bool {
        self.position >= self.segment.end()
    }

    /// Whether nothing is left of it, and nothing will come.
    pub(crate) fn is_finished(&self) -> bool {
        self.segment.is_closed() && self.is_drained()
    }

    /// Whether it waits, but will be gone with this process.
    pub(crate) fn needs_rescue(&self) -> bool {
        let removed = self.state == SegmentState::Removed && !self.rescued;
        removed && self.segment.is_closed() && !self.is_drained()
    }

    /// Whether it is closed and waits, but may not last through a power cut.
    pub(crate) fn needs_sync(&self) -> bool {
        self.segment.is_closed() && !self.is_drained() && !self.synced
    }

    /// Whether its writer should have another: it is too long; or it is old and everything is counted, so that an idle
    /// folder stays small; or somebody has removed it or cut it short.
    pub(crate) fn is_outworn(&self, most_bytes: u64, most_age: Duration) -> bool {
        let end = self.segment.end();
        let used = end > header::END;
        let rests = used && self.is_drained() && self.since.elapsed() >= most_age;
        end >= most_bytes.max(header::END + 1) || rests || self.state != SegmentState::Intact
    }

    /// How many of its bytes are counted.
    pub(crate) fn counted(&self) -> u64 {
        let position = self.position.min(self.segment.end());
        position.saturating_sub(header::END)
    }
}

impl Ledger {
    /// What is known of this file.
    pub(crate) fn cursor(&mut self, segment: &Arc<Segment>) -> Option<&mut Cursor> {
        let mut cursors = self.cursors.iter_mut();
        cursors.find(|cursor| Arc::ptr_eq(&cursor.segment, segment))
    }

    /// What waits now: first what is closed, since it can be removed then, then what is still written.
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

    /// Whether a file is counted as far as it was to be.
    pub(crate) fn has_reached(&mut self, goal: &Goal) -> bool {
        self.cursor(&goal.segment)
            .is_none_or(|cursor| cursor.position >= goal.until)
    }

    /// Whether a file in this folder is not done with.
    pub(crate) fn has_any_in(&self, folder: &Path) -> bool {
        let mut cursors = self.cursors.iter();
        cursors.any(|cursor| cursor.segment.path.starts_with(folder))
    }
}
