use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use korotko_core::click::Click;
use korotko_core::ports::{ClickRecorder, Random};

use crate::ClickLogOptions;
use crate::shared::Shared;

/// The log to which redirects append their clicks. Clones are one log.
///
/// When the last clone is gone, without the work of a [`Drainer`](crate::Drainer), what was recorded stays in the folder for
/// the next process.
#[derive(Clone)]
pub struct ClickLog(pub(crate) Arc<Shared>);

/// How a log is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClickLogStatus {
    /// How many bytes of clicks wait to be counted, a click has about 60; those of dead processes are among them as soon as the
    /// drainer has adopted them.
    pub waiting_bytes: u64,
    /// How many clicks were dropped since the log was opened.
    pub dropped: u64,
}

/// Why there is no log: its folder cannot be made, held or written.
#[derive(Debug, thiserror::Error)]
#[error("the click log in {} cannot be opened", folder.display())]
pub struct OpenError {
    /// The folder of the options.
    pub folder: PathBuf,
    source: io::Error,
}

impl ClickLog {
    /// Opens a log, in a folder of its own within that of the options. It blocks on the disk: call it at the start.
    ///
    /// What earlier processes left there is not looked at; the [`Drainer`](crate::Drainer) does that.
    pub fn open(options: ClickLogOptions, random: Arc<dyn Random>) -> Result<Self, OpenError> {
        let folder = options.folder.clone();
        let shared = Shared::open(options, random);
        let shared = shared.map_err(|source| OpenError { folder, source })?;
        Ok(Self(Arc::new(shared)))
    }

    /// How it is doing; quick enough to be asked at any time.
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
