use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use korotko_core::click::Click;
use korotko_core::ports::Random;
use tokio::sync::Notify;

use crate::ClickLogOptions;
use crate::disk::{Home, Segment, Slots, Writer};
use crate::drops::{DropReason, Drops};
use crate::format::Record;
use crate::ledger::Ledger;

/// How many bytes of clicks that wait wake the drainer before its time: some 5,000 clicks.
const WAKE_BYTES: u64 = 300 << 10;

/// What the recorder and the drainer of a log have in common.
pub(crate) struct Shared {
    pub(crate) options: ClickLogOptions,
    /// The folder of this process; another takes its place when somebody removes it.
    home: Mutex<Arc<Home>>,
    pub(crate) slots: Slots<File>,
    pub(crate) drops: Drops,
    /// Told when enough clicks wait.
    pub(crate) wake: Notify,
    /// What the drainer knows; held by the one that runs.
    pub(crate) ledger: tokio::sync::Mutex<Ledger>,
    /// Bytes of records that wait to be counted.
    waiting: AtomicU64,
    /// Files that the drainer does not know yet.
    begun: Mutex<Vec<Arc<Segment>>>,
    /// Nothing is recorded any more.
    closed: AtomicBool,
    random: Arc<dyn Random>,
}

impl Shared {
    /// Makes the folder of this process and a file for each writer.
    pub(crate) fn open(options: ClickLogOptions, random: Arc<dyn Random>) -> io::Result<Self> {
        let home = Home::make(&options.folder, &*random)?;
        let shared = Self {
            home: Mutex::new(Arc::new(home)),
            slots: Slots::new(options.writers),
            drops: Drops::none(),
            wake: Notify::new(),
            ledger: tokio::sync::Mutex::default(),
            waiting: AtomicU64::new(0),
            begun: Mutex::default(),
            closed: AtomicBool::new(false),
            random,
            options,
        };
        for number in 0..shared.slots.count() {
            shared.renew(number)?;
        }
        Ok(shared)
    }

    /// Keeps a click or drops it.
    pub(crate) fn record(&self, click: &Click) {
        if let Err(reason) = self.write(&mut Record::from_click(click)) {
            self.drops.add(&reason);
        }
    }

    fn write(&self, record: &mut Record) -> Result<(), DropReason> {
        let length = record.length() as u64;
        // Before the record can be seen, so that what is taken off when it is counted was added.
        let before = self.waiting.fetch_add(length, Ordering::Relaxed);
        let written = if before + length > self.options.limit_bytes {
            Err(DropReason::Full)
        } else {
            self.slots.write(record).map_err(DropReason::Write)
        };
        match written {
            Err(_) => self.release(length),
            Ok(()) if before < WAKE_BYTES && before + length >= WAKE_BYTES => {
                self.wake.notify_one();
            }
            Ok(()) => {}
        }
        written
    }

    /// How many bytes of records wait to be counted.
    pub(crate) fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Bytes of records that were found wait, too.
    pub(crate) fn add_waiting(&self, bytes: u64) {
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes do not wait any more.
    pub(crate) fn release(&self, bytes: u64) {
        self.waiting.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// Gives another file to a writer, unless the log is closed. Blocks.
    pub(crate) fn renew(&self, number: usize) -> io::Result<()> {
        if self.is_closed() {
            return Ok(());
        }
        let (file, segment) = Segment::begin(&self.home().path, &*self.random)?;
        let segment = Arc::new(segment);
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.push(Arc::clone(&segment));
        drop(begun);
        self.slots.put(number, Some(Writer::new(file, segment)));
        if self.is_closed() {
            // It was closed meanwhile, and may have passed this writer by.
            self.slots.put(number, None);
        }
        Ok(())
    }

    /// The files that were begun since the last call.
    pub(crate) fn take_begun(&self) -> Vec<Arc<Segment>> {
        std::mem::take(&mut *self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on nothing is recorded: all files are closed.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        for number in 0..self.slots.count() {
            self.slots.put(number, None);
        }
    }

    /// Whether nothing is recorded any more.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// The folder of this process.
    pub(crate) fn home(&self) -> Arc<Home> {
        Arc::clone(&self.home.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes another folder for this process. Blocks.
    pub(crate) fn move_house(&self) -> io::Result<()> {
        let home = Arc::new(Home::make(self.root(), &*self.random)?);
        *self.home.lock().unwrap_or_else(PoisonError::into_inner) = home;
        Ok(())
    }

    /// The folder of all processes.
    pub(crate) fn root(&self) -> &Path {
        &self.options.folder
    }
}
