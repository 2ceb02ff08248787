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
use crate::fake_store::FakeStore;

/// A folder and a store, which outlive the processes.
pub struct Environment {
    pub folder: TempDir,
    pub store: FakeStore,
    pub limit_bytes: u64,
    pub file_bytes: u64,
    pub writers: usize,
    pub grace: Duration,
    pub share: u32,
    pub sync: Duration,
    /// The days for which clicks are archived.
    pub archive_days: u32,
}

/// A process: its log and its running drainer.
pub struct Process {
    pub log: ClickLog,
    stop: oneshot::Sender<()>,
    draining: JoinHandle<()>,
}

impl Default for Environment {
    fn default() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            store: FakeStore::default(),
            limit_bytes: 1 << 30,
            file_bytes: 8 << 20,
            writers: 2,
            grace: Duration::from_secs(10),
            share: 25,
            sync: Duration::from_secs(1),
            archive_days: 0,
        }
    }
}

impl Environment {
    /// An environment whose processes have one writer each, and so one file with clicks.
    pub fn with_one_writer() -> Self {
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
            share: self.share,
            sync: self.sync,
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

    /// A process whose recorded clicks are all counted.
    pub async fn start_counted(&self, clicks: i64) -> Process {
        let process = self.start();
        record(&process.log, 0..clicks);
        let clicks = usize::try_from(clicks).unwrap();
        wait_until(|| self.store.total() == clicks).await;
        process
    }

    /// Starts a drainer for a log.
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

    /// Runs a process that only counts the remaining clicks of others.
    pub async fn count_remaining(&self) {
        self.start().stop().await;
    }

    /// The start of each unit, and its number of clicks.
    pub fn units(&self) -> Vec<(tokio::time::Instant, usize)> {
        self.store.committed(|committed| committed.units.clone())
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("clicks")
    }

    /// The existing click files.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self
            .process_folders()
            .iter()
            .flat_map(|folder| list(folder))
            .collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "clicks"));
        files
    }

    /// The existing folders of processes.
    pub fn process_folders(&self) -> Vec<PathBuf> {
        let mut process_folders = list(&self.root());
        process_folders.retain(|path| path.is_dir());
        process_folders
    }
}

impl Process {
    /// Shuts the process down.
    pub async fn stop(self) {
        self.stop.send(()).unwrap();
        self.draining.await.unwrap();
    }

    /// Kills the process. Pending calls to the store may complete or not.
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

/// Waits until the condition holds, on the paused clock of tokio; also waits for work on other threads.
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
