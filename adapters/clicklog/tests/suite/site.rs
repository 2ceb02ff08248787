use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use korotko_clicklog::{ArchiveOptions, ClickLog, ClickLogOptions, Drainer};
use korotko_core::ports::ClickRecorder;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clicks::{Unique, click};
use crate::store::FakeStore;

/// A folder on a disk, and a store that lasts longer than the processes.
pub struct Site {
    pub folder: TempDir,
    pub store: FakeStore,
    pub limit_bytes: u64,
    pub file_bytes: u64,
    pub writers: usize,
    pub grace: Duration,
    /// For how many days clicks are kept.
    pub archive_days: u32,
}

/// A process: its log, and its drainer at work.
pub struct Process {
    pub log: ClickLog,
    stop: oneshot::Sender<()>,
    draining: JoinHandle<()>,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            store: FakeStore::default(),
            limit_bytes: 1 << 30,
            file_bytes: 8 << 20,
            writers: 2,
            grace: Duration::from_secs(10),
            archive_days: 0,
        }
    }
}

impl Site {
    /// Whose processes have one writer each, and so one file that holds clicks.
    pub fn of_one_writer() -> Self {
        Self {
            writers: 1,
            ..Self::default()
        }
    }

    pub fn open(&self) -> ClickLog {
        let options = ClickLogOptions {
            folder: self.root(),
            limit_bytes: self.limit_bytes,
            file_bytes: self.file_bytes,
            writers: self.writers,
            archive: self.archive(),
            grace: self.grace,
        };
        ClickLog::open(options, Arc::new(Unique)).unwrap()
    }

    fn archive(&self) -> Option<ArchiveOptions> {
        (self.archive_days > 0).then(|| ArchiveOptions {
            folder: self.archive_folder(),
            days: self.archive_days,
        })
    }

    pub fn archive_folder(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    pub fn start(&self) -> Process {
        self.drain(self.open())
    }

    /// A process that recorded so many clicks, all of which are counted.
    pub async fn start_counted(&self, clicks: i64) -> Process {
        let process = self.start();
        record(&process.log, 0..clicks);
        let clicks = usize::try_from(clicks).unwrap();
        wait_until(|| self.store.total() == clicks).await;
        process
    }

    /// Puts a drainer to a log.
    pub fn drain(&self, log: ClickLog) -> Process {
        let (stop, stopped) = oneshot::channel();
        let drainer = Drainer::new(&log, self.store.clicks());
        let draining = tokio::spawn(drainer.run(async { stopped.await.unwrap_or(()) }));
        Process {
            log,
            stop,
            draining,
        }
    }

    /// A process that does nothing but count what others left, and ends.
    pub async fn clear_up(&self) {
        self.start().stop().await;
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("clicks")
    }

    /// The files of clicks that are there.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.homes().iter().flat_map(|home| list(home)).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "clicks"));
        files
    }

    /// The folders of processes that are there.
    pub fn homes(&self) -> Vec<PathBuf> {
        let mut homes = list(&self.root());
        homes.retain(|path| path.is_dir());
        homes
    }
}

impl Process {
    /// Ends it as it should end.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.draining.await.unwrap();
    }

    /// It is gone, at once. What it had begun on the store may be over or not.
    pub async fn die(self) {
        self.draining.abort();
        let ended = self.draining.await;
        assert!(ended.unwrap_err().is_cancelled());
    }
}

/// Records the clicks of these numbers.
pub fn record(log: &ClickLog, numbers: impl IntoIterator<Item = i64>) {
    for number in numbers {
        log.record(click(number));
    }
}

/// Waits until this holds, on the clock of tokio, which tests let stand still; work on other threads is waited for.
pub async fn wait_until(holds: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_mins(1);
    while !holds() {
        assert!(Instant::now() < deadline, "it took too long");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}
