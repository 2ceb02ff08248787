use std::path::PathBuf;
use std::time::Duration;

use crate::ArchiveOptions;

/// The most useful writers: a writer is busy for a microsecond a click.
const MAX_WRITERS: usize = 8;

/// Options of a [`ClickLog`](crate::ClickLog).
#[derive(Debug, Clone)]
pub struct ClickLogOptions {
    /// The folder of the files. A missing folder is created, for the current user only.
    pub folder: PathBuf,
    /// How many bytes of clicks may wait to be counted, including adopted files of dead processes; a click has about 60. The
    /// folder may exceed this by `file_bytes` for each writer.
    pub limit_bytes: u64,
    /// The size of a file, in bytes, after which another one is started. It is checked about four times a second.
    pub file_bytes: u64,
    /// The number of files written concurrently, which is the number of threads that record without waiting for each other; 0
    /// counts as 1.
    pub writers: usize,
    /// The share of one core that counting takes while many requests wait, in percent, from 1 to 100. It takes more when clicks wait
    /// for longer than 8 s, or a quarter of `limit_bytes` is used.
    pub share: u32,
    /// How often the files are synced to the disk, so that a failure of the machine loses no older clicks; zero syncs only files that
    /// are full and not counted yet.
    pub sync: Duration,
    /// Where counted clicks are kept, if anywhere.
    pub archive: Option<ArchiveOptions>,
    /// How long the drainer continues counting after it is told to stop. Remaining clicks stay for the next start.
    pub grace: Duration,
}

impl ClickLogOptions {
    /// Options for a log in this folder: up to 1 GiB in files of 8 MiB, a writer for each core, up to 8, a
    /// quarter of a core for counting, synced every second, and a grace of 10 s.
    #[must_use]
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            folder: folder.into(),
            limit_bytes: 1 << 30,
            file_bytes: 8 << 20,
            writers: cores.min(MAX_WRITERS),
            share: 25,
            sync: Duration::from_secs(1),
            archive: None,
            grace: Duration::from_secs(10),
        }
    }
}
