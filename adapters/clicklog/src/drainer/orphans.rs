use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::maintenance::is_recent;
use super::{DrainLoop, blocking};
use crate::disk::{FolderContent, ProcessFolder, lock_orphans};
use crate::format::header;
use crate::ledger::Cursor;

/// How often folders of dead processes are searched for.
const SEARCH_INTERVAL: Duration = Duration::from_secs(10);

impl DrainLoop<'_> {
    /// Adopts the files of dead processes in the folder.
    pub(super) async fn adopt_orphans(&mut self) {
        if is_recent(self.ledger.orphans_checked_at, SEARCH_INTERVAL)
            || self.shared.is_closed()
            || self.is_root_locked().await
        {
            return;
        }
        self.ledger.orphans_checked_at = Some(Instant::now());
        let root = self.shared.root().to_owned();
        let skipped = self.ledger.skipped.clone();
        let found = blocking(move || {
            let folders = lock_orphans(&root, &skipped)?.into_iter();
            Ok(folders.map(read_content).collect::<Vec<_>>())
        });
        match found.await {
            Ok(found) => found
                .into_iter()
                .for_each(|(folder, content)| self.adopt(folder, content)),
            Err(error) => tracing::warn!(
                event = "click_log_not_readable",
                %error,
                "click log folder cannot be read"
            ),
        }
        self.remove_counted_orphans().await;
    }

    fn adopt(&mut self, process: ProcessFolder, content: io::Result<FolderContent>) {
        let folder = process.path.display();
        let content = match content {
            Ok(content) => content,
            Err(error) => {
                tracing::warn!(
                    event = "orphaned_clicks_not_readable",
                    %error,
                    %folder,
                    "click folder of a dead process cannot be read"
                );
                return;
            }
        };
        for file in &content.unknown {
            let file = file.display();
            tracing::error!(
                event = "unknown_click_file",
                %file,
                "skipping a file that is not a click file of this version"
            );
            self.ledger.skipped.insert(process.path.clone());
        }
        let segments = content.segments.iter();
        let bytes: u64 = segments.map(|segment| segment.end() - header::END).sum();
        tracing::info!(
            event = "orphaned_clicks_adopted",
            %folder,
            bytes,
            "adopted the clicks of a dead process"
        );
        self.shared.add_waiting(bytes);
        let segments = content.segments.into_iter().map(Arc::new);
        self.ledger.cursors.extend(segments.map(Cursor::new));
        self.ledger.orphans.push(process);
    }

    /// Removes the folders of dead processes whose clicks are all counted.
    pub(super) async fn remove_counted_orphans(&mut self) {
        let orphans = std::mem::take(&mut self.ledger.orphans);
        let (kept, counted) = orphans
            .into_iter()
            .partition(|folder| self.ledger.has_any_in(&folder.path));
        self.ledger.orphans = kept;
        for folder in counted {
            if self.ledger.skipped.contains(&folder.path) {
                continue;
            }
            let path = folder.path.clone();
            if let Err(error) = blocking(move || folder.remove()).await {
                tracing::warn!(
                    event = "orphaned_click_folder_not_removed",
                    %error,
                    "click folder of a dead process could not be removed"
                );
                self.ledger.skipped.insert(path);
            }
        }
    }

    /// Releases the uncounted files of dead processes for other processes.
    pub(super) fn release_orphans(&mut self) {
        for folder in std::mem::take(&mut self.ledger.orphans) {
            for cursor in &self.ledger.cursors {
                if cursor.segment.path.starts_with(&folder.path) {
                    let length = cursor.segment.end() - header::END;
                    self.shared.release(length - cursor.released);
                }
            }
            let cursors = &mut self.ledger.cursors;
            cursors.retain(|cursor| !cursor.segment.path.starts_with(&folder.path));
        }
    }
}

fn read_content(folder: ProcessFolder) -> (ProcessFolder, io::Result<FolderContent>) {
    let content = folder.read_content();
    (folder, content)
}
