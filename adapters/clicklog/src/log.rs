use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use korotko_core::click::Click;
use korotko_core::ports::{ClickRecorder, Random};

use crate::ClickLogOptions;
use crate::shared::Shared;

/// The log to which redirects append their clicks. Clones share one log.
///
/// Clicks that no [`Drainer`](crate::Drainer) has counted when the last clone is dropped stay in the folder for the next process.
#[derive(Clone)]
pub struct ClickLog(pub(crate) Arc<Shared>);

/// The status of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClickLogStatus {
    /// The bytes of clicks that are not counted yet, about 60 a click, including adopted files of dead processes.
    pub waiting_bytes: u64,
    /// The most bytes that may wait: [`ClickLogOptions::limit_bytes`].
    pub limit_bytes: u64,
    /// No click that waits was recorded longer ago, or adopted longer ago if it is of a dead process; zero if none waits.
    pub oldest_age: Duration,
    /// The number of clicks dropped since the log was opened.
    pub dropped: u64,
    /// The number of clicks that were counted since the log was opened.
    pub counted: u64,
    /// The number of units of work in which clicks were counted since the log was opened.
    pub folds: u64,
    /// The time that these took.
    pub fold_time: Duration,
    /// How often clicks could not be counted and were retried.
    pub fold_failures: u64,
}

/// Why a log could not be opened: its folder cannot be created, locked or written.
#[derive(Debug, thiserror::Error)]
#[error("the click log in {} cannot be opened", folder.display())]
pub struct OpenError {
    /// The folder of the options.
    pub folder: PathBuf,
    source: io::Error,
}

impl ClickLog {
    /// Opens a log in a new folder within that of the options. Blocks on the disk: call it at the start.
    ///
    /// The [`Drainer`](crate::Drainer) adopts the files of earlier processes later.
    pub fn open(options: ClickLogOptions, random: Arc<dyn Random>) -> Result<Self, OpenError> {
        let folder = options.folder.clone();
        let shared = Shared::open(options, random);
        let shared = shared.map_err(|source| OpenError { folder, source })?;
        Ok(Self(Arc::new(shared)))
    }

    /// The status, which is cheap to read at any time.
    #[must_use]
    pub fn status(&self) -> ClickLogStatus {
        let (shared, progress) = (&self.0, &self.0.progress);
        let waiting_bytes = shared.waiting();
        let oldest_age = if waiting_bytes == 0 {
            Duration::ZERO
        } else {
            progress.oldest_age()
        };
        ClickLogStatus {
            waiting_bytes,
            limit_bytes: shared.options.limit_bytes,
            oldest_age,
            dropped: shared.drops.count(),
            counted: progress.clicks(),
            folds: progress.folds(),
            fold_time: progress.fold_time(),
            fold_failures: progress.failures(),
        }
    }
}

impl ClickRecorder for ClickLog {
    fn record(&self, click: Click) {
        self.0.record(&click);
    }
}

impl fmt::Debug for ClickLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClickLog")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
