use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::maintenance::is_recent;
use super::{DrainLoop, blocking};
use crate::disk::{Home, Leftovers, adopt};
use crate::format::header;
use crate::ledger::Cursor;

/// How often to look for folders of dead processes.
const LOOK_EVERY: Duration = Duration::from_secs(10);

impl DrainLoop<'_> {
    /// Takes over what dead processes left in the folder.
    pub(super) async fn adopt(&mut self) {
        if is_recent(self.ledger.looked_for_dead, LOOK_EVERY) || self.shared.is_closed() {
            return;
        }
        self.ledger.looked_for_dead = Some(Instant::now());
        let root = self.shared.root().to_owned();
        let left_alone = self.ledger.left_alone.clone();
        let found = blocking(move || {
            let homes = adopt(&root, &left_alone)?.into_iter();
            Ok(homes.map(look_into).collect::<Vec<_>>())
        });
        match found.await {
            Ok(found) => found
                .into_iter()
                .for_each(|(home, left)| self.take_over(home, left)),
            Err(error) => tracing::warn!(%error, "the folder of the click log cannot be looked at"),
        }
        self.release_adopted().await;
    }

    fn take_over(&mut self, home: Home, leftovers: io::Result<Leftovers>) {
        let folder = home.path.display();
        let leftovers = match leftovers {
            Ok(leftovers) => leftovers,
            Err(error) => {
                tracing::warn!(%error, %folder, "what a dead process left cannot be looked at");
                return;
            }
        };
        for file in &leftovers.unknown {
            let file = file.display();
            tracing::error!(%file, "left as it is: not a file of clicks, or one of another version");
            self.ledger.left_alone.insert(home.path.clone());
        }
        let lengths = leftovers
            .segments
            .iter()
            .map(|segment| segment.end() - header::END);
        let bytes: u64 = lengths.sum();
        tracing::info!(%folder, bytes, "took over the clicks of a dead process");
        self.shared.add_waiting(bytes);
        let segments = leftovers.segments.into_iter().map(Arc::new);
        self.ledger.cursors.extend(segments.map(Cursor::new));
        self.ledger.adopted.push(home);
    }

    /// Removes the folders of dead processes of which everything is counted.
    pub(super) async fn release_adopted(&mut self) {
        let adopted = std::mem::take(&mut self.ledger.adopted);
        let (kept, done) = adopted
            .into_iter()
            .partition(|home| self.ledger.has_any_in(&home.path));
        self.ledger.adopted = kept;
        for home in done {
            if self.ledger.left_alone.contains(&home.path) {
                continue;
            }
            let path = home.path.clone();
            if let Err(error) = blocking(move || home.remove()).await {
                tracing::warn!(%error, "the folder of a dead process was not removed");
                self.ledger.left_alone.insert(path);
            }
        }
    }

    /// Leaves to others what is left of dead processes.
    pub(super) fn release_orphans(&mut self) {
        for home in std::mem::take(&mut self.ledger.adopted) {
            for cursor in &self.ledger.cursors {
                if cursor.segment.path.starts_with(&home.path) {
                    let length = cursor.segment.end() - header::END;
                    self.shared.release(length - cursor.released);
                }
            }
            let cursors = &mut self.ledger.cursors;
            cursors.retain(|cursor| !cursor.segment.path.starts_with(&home.path));
        }
    }
}

fn look_into(home: Home) -> (Home, io::Result<Leftovers>) {
    let leftovers = home.leftovers();
    (home, leftovers)
}
