use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::writer::Append;
use super::{Segment, WriteError, Writer};
use crate::format::Record;

/// The writers of a log. Each thread prefers one of them, so that threads rarely contend.
#[derive(Debug)]
pub(crate) struct Slots<F>(Box<[Slot<F>]>);

/// Aligned to separate cache lines, so that threads that use different slots do not slow each other down.
#[derive(Debug)]
#[repr(align(128))]
struct Slot<F>(Mutex<Option<Writer<F>>>);

type Locked<'a, F> = MutexGuard<'a, Option<Writer<F>>>;

impl<F: Append> Slots<F> {
    /// Creates slots without files.
    pub(crate) fn new(count: usize) -> Self {
        let slots = (0..count.max(1)).map(|_| Slot(Mutex::new(None)));
        Self(slots.collect())
    }

    /// The number of slots.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Appends a record to one of the files.
    pub(crate) fn write(&self, record: &mut Record) -> Result<(), WriteError> {
        let mut locked = self.lock_any();
        let Some(writer) = &mut *locked else {
            return Err(WriteError::NoFile);
        };
        let written = writer.write(record);
        if let Err(WriteError::Torn(_)) = written {
            writer.segment().close();
            *locked = None;
        }
        written
    }

    /// Locks this thread's slot if it is free and has a file, otherwise another such slot: the thread that has locked it may be
    /// suspended by the operating system.
    fn lock_any(&self) -> Locked<'_, F> {
        let own = thread_number();
        for step in 0..self.0.len() {
            let locked = match self.slot(own.wrapping_add(step)).0.try_lock() {
                Ok(locked) => locked,
                Err(TryLockError::Poisoned(locked)) => locked.into_inner(),
                Err(TryLockError::WouldBlock) => continue,
            };
            if locked.is_some() {
                return locked;
            }
        }
        self.lock(own)
    }

    /// The file of the slot with this number, if it has one.
    pub(crate) fn segment(&self, number: usize) -> Option<Arc<Segment>> {
        let locked = self.lock(number);
        locked.as_ref().map(|writer| Arc::clone(writer.segment()))
    }

    /// Replaces or removes the writer of the slot with this number, and closes its previous file.
    pub(crate) fn replace(&self, number: usize, writer: Option<Writer<F>>) {
        let mut locked = self.lock(number);
        if let Some(before) = std::mem::replace(&mut *locked, writer) {
            before.segment().close();
        }
    }

    fn lock(&self, number: usize) -> Locked<'_, F> {
        let lock = self.slot(number).0.lock();
        lock.unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, number: usize) -> &Slot<F> {
        &self.0[number % self.0.len()]
    }
}

/// A unique number of this thread.
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    // A thread that is ending may have lost its number: then any slot will do.
    NUMBER.try_with(|number| *number).unwrap_or_default()
}
