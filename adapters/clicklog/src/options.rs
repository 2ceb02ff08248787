use std::path::PathBuf;
use std::time::Duration;

use crate::ArchiveOptions;

/// The most writers that are of use: a writer is busy for a microsecond a click.
const MAX_WRITERS: usize = 8;

/// How a [`ClickLog`](crate::ClickLog) works.
#[derive(Debug, Clone)]
pub struct ClickLogOptions {
    /// Where the files are. It is made, for its owner alone, when it is missing.
    pub folder: PathBuf,
    /// How many bytes of clicks may wait to be counted, those of dead processes that were adopted included; a click has about
    /// 60. The folder may grow beyond it by `file_bytes` for each writer.
    pub limit_bytes: u64,
    /// How long a file may grow, in bytes, before another is begun. It is looked at about four times a second.
    pub file_bytes: u64,
    /// How many files are written at once: as many threads record without waiting for each other. None is taken for one.
    pub writers: usize,
    /// Where what is counted is kept, if anywhere.
    pub archive: Option<ArchiveOptions>,
    /// For how long the drainer goes on when it is told to end, if clicks are left. Those that still are stay for the next start.
    pub grace: Duration,
}

impl ClickLogOptions {
    /// A log in this folder, of up to 1 GiB in files of 8 MiB, with a writer for each core, up to 8, and a grace of 10 s.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            folder: folder.into(),
            limit_bytes: 1 << 30,
            file_bytes: 8 << 20,
            writers: cores.min(MAX_WRITERS),
            archive: None,
            grace: Duration::from_secs(10),
        }
    }
}
