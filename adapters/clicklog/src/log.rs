use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// The number of clicks dropped since the log was opened.
    pub dropped: u64,
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
        ClickLogStatus {
            waiting_bytes: self.0.waiting(),
            dropped: self.0.drops.count(),
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
