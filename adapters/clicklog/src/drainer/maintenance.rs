use std::io;
use std::sync::Arc;
use std::time::Duration;

use korotko_core::click::Day;
use tokio::time::Instant;

use super::backoff::TICK;
use super::sync::sync;
use super::{DrainLoop, blocking};
use crate::ArchiveOptions;
use crate::disk::{Segment, is_root_locked, lock_root};
use crate::format::header;
use crate::ledger::Cursor;
use crate::shared::Shared;

/// The age after which a fully counted file is replaced.
const MAX_AGE: Duration = Duration::from_mins(1);

/// How often old files of the archive are removed.
const CLEAR_EVERY: Duration = Duration::from_hours(1);

/// How long to wait before creating a file again after a failure.
pub(super) const ROTATION_RETRY: Duration = Duration::from_secs(1);

impl DrainLoop<'_> {
    /// Maintains the files, at most four times a second: detects removals, adopts files of dead processes, removes finished files,
    /// syncs closed files that wait, and rotates files.
    pub(super) async fn run_maintenance(&mut self) {
        if is_recent(self.ledger.maintained_at, TICK) {
            return;
        }
        self.ledger.maintained_at = Some(Instant::now());
        self.add_new_segments();
        self.pace.load.measure(&mut self.ledger.cursors);
        self.check_for_removals().await;
        self.adopt_orphans().await;
        self.remove_finished().await;
        self.clear_archive().await;
        self.sync_one().await;
        self.rotate_files().await;
    }

    /// Takes the newly created files.
    pub(super) fn add_new_segments(&mut self) {
        let new_segments = self.shared.take_new_segments();
        self.ledger
            .cursors
            .extend(new_segments.into_iter().map(Cursor::new));
        for cursor in &mut self.ledger.cursors {
            self.shared.release_counted(cursor);
        }
    }

    /// Removes finished files.
    async fn remove_finished(&mut self) {
        let cursors = self.ledger.cursors.iter();
        let finished = cursors.filter(|cursor| cursor.is_finished());
        let finished: Vec<_> = finished.map(|cursor| Arc::clone(&cursor.segment)).collect();
        if finished.is_empty() || self.is_root_locked().await {
            return;
        }
        for segment in &finished {
            let cursors = &mut self.ledger.cursors;
            cursors.retain(|cursor| !Arc::ptr_eq(&cursor.segment, segment));
        }
        let archive = self.shared.options.archive.clone();
        let today = self.clicks.today();
        let removed = blocking(move || {
            for segment in &finished {
                if let Some(archive) = &archive {
                    archive_segment(archive, segment, today);
                }
                remove(segment);
            }
            Ok(())
        });
        if let Err(error) = removed.await {
            tracing::error!(event = "click_files_not_removed", %error, "counted click files could not be removed");
        }
        self.remove_counted_orphans().await;
    }

    /// Whether a backup begins, or another process changes folders, which takes as little time: try again at the next tick. At the end
    /// of the process it waits instead. Asked after files were found finished: what is counted before a backup begins is in its copy
    /// of the store, and only that may be removed.
    pub(super) async fn is_root_locked(&self) -> bool {
        let root = self.shared.root().to_owned();
        let is_ending = self.shared.is_closed();
        let locked = blocking(move || {
            if is_ending {
                return lock_root(&root).map(|_lock| false);
            }
            is_root_locked(&root)
        });
        // Where no lock can be read, no backup can be made.
        locked.await.unwrap_or(false)
    }

    /// Removes old files of the archive.
    async fn clear_archive(&mut self) {
        if is_recent(self.ledger.archive_cleared_at, CLEAR_EVERY) {
            return;
        }
        self.ledger.archive_cleared_at = Some(Instant::now());
        let Some(archive) = self.shared.options.archive.clone() else {
            return;
        };
        let today = self.clicks.today();
        if let Err(error) = blocking(move || archive.remove_old(today)).await {
            tracing::error!(event = "click_archive_not_cleared", %error, "old files of the click archive could not be removed");
        }
    }

    /// Syncs one closed file that waits. Runs after the removals, since files that are counted soon need no sync.
    async fn sync_one(&mut self) {
        let mut cursors = self.ledger.cursors.iter_mut();
        let Some(cursor) = cursors.find(|cursor| cursor.needs_sync()) else {
            return;
        };
        cursor.synced = true;
        sync(&cursor.segment).await;
    }

    /// Gives new files to writers whose files need rotation, or that have none.
    async fn rotate_files(&mut self) {
        if self.shared.is_closed() || is_recent(self.ledger.rotation_failed_at, ROTATION_RETRY) {
            return;
        }
        let due: Vec<usize> = (0..self.shared.slots.count())
            .filter(|number| self.needs_file(*number))
            .collect();
        if due.is_empty() {
            return;
        }
        let shared = Arc::clone(self.shared);
        let rotated = blocking(move || due.iter().try_for_each(|number| shared.rotate(*number)));
        self.ledger.rotation_failed_at = None;
        if let Err(error) = rotated.await {
            self.ledger.rotation_failed_at = Some(Instant::now());
            tracing::error!(event = "click_file_not_created", %error, "no click file can be created");
        }
    }

    fn needs_file(&self, number: usize) -> bool {
        let Some(segment) = self.shared.slots.segment(number) else {
            return true;
        };
        if !segment.path.starts_with(&self.shared.process_folder().path) {
            return true;
        }
        let mut cursors = self.ledger.cursors.iter();
        let max_bytes = self.shared.options.file_bytes;
        cursors.any(|cursor| {
            Arc::ptr_eq(&cursor.segment, &segment) && cursor.needs_rotation(max_bytes, MAX_AGE)
        })
    }

    /// Closes the log, and syncs uncounted files for the next process.
    pub(super) async fn finish(&mut self) {
        self.shared.close();
        self.add_new_segments();
        self.remove_finished().await;
        self.check_for_removals().await;
        for cursor in &mut self.ledger.cursors {
            if cursor.needs_sync() {
                cursor.synced = true;
                sync(&cursor.segment).await;
            }
        }
        let bytes = self.shared.waiting();
        if bytes > 0 {
            tracing::warn!(
                event = "clicks_left",
                bytes,
                "uncounted clicks remain for the next process"
            );
        }
        let folder = self.shared.process_folder();
        if !self.ledger.has_any_in(&folder.path) {
            let removed: io::Result<()> = blocking(move || folder.remove()).await;
            if let Err(error) = removed {
                tracing::warn!(event = "click_folder_not_removed", %error, "click folder of this process could not be removed");
            }
        }
        self.release_orphans();
    }
}

impl Shared {
    /// Subtracts the counted bytes of a file from the waiting ones.
    pub(super) fn release_counted(&self, cursor: &mut Cursor) {
        let counted = cursor.counted();
        if counted >= cursor.released {
            self.release(counted - cursor.released);
        } else {
            // The position in the store went back: the store was restored from a backup.
            self.add_waiting(cursor.released - counted);
        }
        cursor.released = counted;
        cursor.segment.set_counted(header::END + counted);
    }
}

/// Archives a counted file. A failure is logged only, since the clicks are counted.
fn archive_segment(archive: &ArchiveOptions, segment: &Segment, today: Day) {
    if let Err(error) = archive.add(segment, today) {
        let file = segment.path.display();
        tracing::error!(event = "clicks_not_archived", %error, %file, "counted clicks could not be archived");
    }
}

/// Removes a counted file. If it stays, the next process finds that it is counted.
fn remove(segment: &Arc<Segment>) {
    if let Err(error) = segment.remove() {
        let file = segment.path.display();
        tracing::error!(event = "click_file_not_removed", %error, %file, "counted click file could not be removed");
    }
}

pub(super) fn is_recent(at: Option<Instant>, age: Duration) -> bool {
    at.is_some_and(|at| at.elapsed() < age)
}
