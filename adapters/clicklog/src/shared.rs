use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use korotko_core::click::Click;
use korotko_core::ports::Random;

use crate::ClickLogOptions;
use crate::disk::{ProcessFolder, Segment, Slots, Writer};
use crate::drops::{DropReason, Drops};
use crate::format::Record;
use crate::ledger::Ledger;
use crate::progress::Progress;

/// The state that the recorder and the drainer of a log share.
pub(crate) struct Shared {
    pub(crate) options: ClickLogOptions,
    /// The folder of this process, which is replaced if it is removed.
    folder: Mutex<Arc<ProcessFolder>>,
    pub(crate) slots: Slots<File>,
    pub(crate) drops: Drops,
    pub(crate) progress: Progress,
    /// The state of the drainer, locked by the one that runs.
    pub(crate) ledger: tokio::sync::Mutex<Ledger>,
    /// Bytes of records that wait to be counted.
    waiting: AtomicU64,
    /// New files that the drainer has not taken yet.
    new_segments: Mutex<Vec<Arc<Segment>>>,
    /// The files of this process that are open, or not synced yet.
    synced_regularly: Mutex<Vec<Weak<Segment>>>,
    /// Whether recording has ended.
    closed: AtomicBool,
    random: Arc<dyn Random>,
}

impl Shared {
    /// Creates the folder of this process and a file for each writer.
    pub(crate) fn open(options: ClickLogOptions, random: Arc<dyn Random>) -> io::Result<Self> {
        let folder = ProcessFolder::create(&options.folder, &*random)?;
        let shared = Self {
            folder: Mutex::new(Arc::new(folder)),
            slots: Slots::new(options.writers),
            drops: Drops::none(),
            progress: Progress::none(),
            ledger: tokio::sync::Mutex::default(),
            waiting: AtomicU64::new(0),
            new_segments: Mutex::default(),
            synced_regularly: Mutex::default(),
            closed: AtomicBool::new(false),
            random,
            options,
        };
        for number in 0..shared.slots.count() {
            shared.rotate(number)?;
        }
        Ok(shared)
    }

    /// Records a click or drops it.
    pub(crate) fn record(&self, click: &Click) {
        if let Err(reason) = self.write(&mut Record::from_click(click)) {
            self.drops.add(&reason);
        }
    }

    fn write(&self, record: &mut Record) -> Result<(), DropReason> {
        let length = record.length() as u64;
        // Added before the record is visible, so that it is never subtracted before it was added.
        let before = self.waiting.fetch_add(length, Ordering::Relaxed);
        let written = if before + length > self.options.limit_bytes {
            Err(DropReason::Full)
        } else {
            self.slots.write(record).map_err(DropReason::Write)
        };
        if written.is_err() {
            self.release(length);
        }
        written
    }

    /// The bytes of records that wait to be counted.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Adds the bytes of records that were found.
    pub(crate) fn add_waiting(&self, bytes: u64) {
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Subtracts bytes that no longer wait.
    pub(crate) fn release(&self, bytes: u64) {
        self.waiting.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Gives a new file to a writer, unless the log is closed. Blocks.
    pub(crate) fn rotate(&self, number: usize) -> io::Result<()> {
        if self.is_closed() {
            return Ok(());
        }
        let (file, segment) = Segment::create(&self.process_folder().path, &*self.random)?;
        let segment = Arc::new(segment);
        let mut new_segments = self
            .new_segments
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        new_segments.push(Arc::clone(&segment));
        drop(new_segments);
        let synced = self.synced_regularly.lock();
        synced
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::downgrade(&segment));
        self.slots.replace(number, Some(Writer::new(file, segment)));
        if self.is_closed() {
            // The log was closed concurrently, and may have skipped this writer.
            self.slots.replace(number, None);
        }
        Ok(())
    }

    /// The files created since the last call.
    pub(crate) fn take_new_segments(&self) -> Vec<Arc<Segment>> {
        std::mem::take(
            &mut *self
                .new_segments
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// The files of this process whose records a failure of the machine may lose.
    pub(crate) fn files_to_sync(&self) -> Vec<Arc<Segment>> {
        let files = self.synced_regularly.lock();
        let mut files = files.unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        files.retain(|file| {
            let Some(segment) = file.upgrade() else {
                return false;
            };
            // Asked first, since a closed file grows no more.
            let is_open = !segment.is_closed();
            let needs_sync = segment.needs_sync();
            due.extend(Some(segment).filter(|_| needs_sync));
            is_open || needs_sync
        });
        due
    }

    /// Ends recording, and closes all files.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        for number in 0..self.slots.count() {
            self.slots.replace(number, None);
        }
    }

    /// Whether recording has ended.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// The folder of this process.
    pub(crate) fn process_folder(&self) -> Arc<ProcessFolder> {
        Arc::clone(&self.folder.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Creates another folder for this process. Blocks.
    pub(crate) fn replace_process_folder(&self) -> io::Result<()> {
        let folder = Arc::new(ProcessFolder::create(self.root(), &*self.random)?);
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = folder;
        Ok(())
    }

    /// The folder of all processes.
    pub(crate) fn root(&self) -> &Path {
        &self.options.folder
    }
}
