use std::io;
use std::sync::Arc;
use std::time::Duration;

use korotko_core::click::Day;
use tokio::time::Instant;

use super::backoff::TICK;
use super::{DrainLoop, blocking};
use crate::ArchiveOptions;
use crate::disk::Segment;
use crate::ledger::Cursor;
use crate::shared::Shared;

/// How old a file gets of which everything is counted.
const MAX_AGE: Duration = Duration::from_mins(1);

/// How often to look for what the archive has kept for long enough.
const CLEAR_EVERY: Duration = Duration::from_hours(1);

/// How long not to try to begin a file after that failed.
pub(super) const RENEW_REST: Duration = Duration::from_secs(1);

impl DrainLoop<'_> {
    /// Looks after the files, but not more often than four times a second: sees whether they are still there, adopts those of
    /// dead processes, removes those that are done with, makes those last that are full and wait, and begins new ones.
    pub(super) async fn run_maintenance(&mut self) {
        if is_recent(self.ledger.maintained_at, TICK) {
            return;
        }
        self.ledger.maintained_at = Some(Instant::now());
        self.take_in_begun();
        self.look_for_removals().await;
        self.adopt().await;
        self.remove_finished().await;
        self.clear_archive().await;
        self.sync_one().await;
        self.renew_files().await;
    }

    /// Learns of new files.
    pub(super) fn take_in_begun(&mut self) {
        let begun = self.shared.take_begun();
        self.ledger
            .cursors
            .extend(begun.into_iter().map(Cursor::new));
        for cursor in &mut self.ledger.cursors {
            self.shared.settle(cursor);
        }
    }

    /// Removes files that are counted to their end and that nobody writes.
    async fn remove_finished(&mut self) {
        let cursors = self.ledger.cursors.iter();
        let finished = cursors.filter(|cursor| cursor.is_finished());
        let finished: Vec<_> = finished.map(|cursor| Arc::clone(&cursor.segment)).collect();
        if finished.is_empty() {
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
                    keep(archive, segment, today);
                }
                remove(segment);
            }
            Ok(())
        });
        if let Err(error) = removed.await {
            tracing::error!(%error, "files of counted clicks were not removed");
        }
        self.release_adopted().await;
    }

    /// Removes what was kept for long enough.
    async fn clear_archive(&mut self) {
        if is_recent(self.ledger.archive_cleared, CLEAR_EVERY) {
            return;
        }
        self.ledger.archive_cleared = Some(Instant::now());
        let Some(archive) = self.shared.options.archive.clone() else {
            return;
        };
        let today = self.clicks.today();
        if let Err(error) = blocking(move || archive.remove_old(today)).await {
            tracing::error!(%error, "old clicks were not removed from the archive");
        }
    }

    /// Makes one file last that is closed and waits. What is counted soon needs no such thing, so it comes after the removals.
    async fn sync_one(&mut self) {
        let mut cursors = self.ledger.cursors.iter_mut();
        let Some(cursor) = cursors.find(|cursor| cursor.needs_sync()) else {
            return;
        };
        cursor.synced = true;
        sync(&cursor.segment).await;
    }

    /// Gives new files to writers whose files are worn out, or who have none.
    async fn renew_files(&mut self) {
        if self.shared.is_closed() || is_recent(self.ledger.renew_after, RENEW_REST) {
            return;
        }
        let due: Vec<usize> = (0..self.shared.slots.count())
            .filter(|number| self.needs_file(*number))
            .collect();
        if due.is_empty() {
            return;
        }
        let shared = Arc::clone(self.shared);
        let renewed = blocking(move || due.iter().try_for_each(|number| shared.renew(*number)));
        self.ledger.renew_after = None;
        if let Err(error) = renewed.await {
            self.ledger.renew_after = Some(Instant::now());
            tracing::error!(%error, "no file of clicks can be begun");
        }
    }

    fn needs_file(&self, number: usize) -> bool {
        let Some(segment) = self.shared.slots.segment(number) else {
            return true;
        };
        if !segment.path.starts_with(&self.shared.home().path) {
            return true;
        }
        let mut cursors = self.ledger.cursors.iter();
        let most_bytes = self.shared.options.file_bytes;
        cursors.any(|cursor| {
            Arc::ptr_eq(&cursor.segment, &segment) && cursor.is_outworn(most_bytes, MAX_AGE)
        })
    }

    /// Ends: what is not counted stays for the next process, also through a power cut.
    pub(super) async fn leave(&mut self) {
        self.shared.close();
        self.take_in_begun();
        self.remove_finished().await;
        self.look_for_removals().await;
        for cursor in &mut self.ledger.cursors {
            if cursor.needs_sync() {
                cursor.synced = true;
                sync(&cursor.segment).await;
            }
        }
        let bytes = self.shared.waiting();
        if bytes > 0 {
            tracing::warn!(bytes, "clicks are left, to be counted by the next process");
        }
        let home = self.shared.home();
        if !self.ledger.has_any_in(&home.path) {
            let removed: io::Result<()> = blocking(move || home.remove()).await;
            if let Err(error) = removed {
                tracing::warn!(%error, "the folder of this process' clicks was not removed");
            }
        }
        self.release_orphans();
    }
}

impl Shared {
    /// Takes what is counted of a file off what waits.
    pub(super) fn settle(&self, cursor: &mut Cursor) {
        let counted = cursor.counted();
        if counted >= cursor.released {
            self.release(counted - cursor.released);
        } else {
            // The store stands before where it stood: it was brought back from a copy.
            self.add_waiting(cursor.released - counted);
        }
        cursor.released = counted;
    }
}

/// The clicks are counted: whatever is the matter with the archive, the log goes on.
fn keep(archive: &ArchiveOptions, segment: &Segment, today: Day) {
    if let Err(error) = archive.keep(segment, today) {
        let file = segment.path.display();
        tracing::error!(%error, %file, "counted clicks were not kept");
    }
}

/// What stays is looked at again by the next process, which finds that it is counted.
fn remove(segment: &Arc<Segment>) {
    if let Err(error) = segment.remove() {
        let file = segment.path.display();
        tracing::error!(%error, %file, "a file of counted clicks was not removed");
    }
}

async fn sync(segment: &Arc<Segment>) {
    let same = Arc::clone(segment);
    if let Err(error) = blocking(move || same.sync()).await {
        let file = segment.path.display();
        tracing::warn!(%error, %file, "clicks that wait may not last through a power cut");
    }
}

pub(super) fn is_recent(moment: Option<Instant>, age: Duration) -> bool {
    moment.is_some_and(|moment| moment.elapsed() < age)
}
