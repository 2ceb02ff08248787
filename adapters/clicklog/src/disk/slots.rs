use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use super::writer::Append;
use super::{Segment, WriteError, Writer};
use crate::format::Record;

/// The writers of a log. Each thread has one that it prefers, so that threads seldom meet.
#[derive(Debug)]
pub(crate) struct Slots<F>(Box<[Slot<F>]>);

/// On cache lines of its own, so that threads which write to two of them do not slow each other down.
#[derive(Debug)]
#[repr(align(128))]
struct Slot<F>(Mutex<Option<Writer<F>>>);

type Held<'a, F> = MutexGuard<'a, Option<Writer<F>>>;

impl<F: Append> Slots<F> {
    /// So many, without files yet.
    pub(crate) fn new(count: usize) -> Self {
        let slots = (0..count.max(1)).map(|_| Slot(Mutex::new(None)));
        Self(slots.collect())
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Appends a record to one of the files.
    pub(crate) fn write(&self, record: &mut Record) -> Result<(), WriteError> {
        let mut held = self.hold_one();
        let Some(writer) = &mut *held else {
            return Err(WriteError::NoFile);
        };
        let written = writer.write(record);
        if let Err(WriteError::Torn(_)) = written {
            writer.segment().close();
            *held = None;
        }
        written
    }

    /// This thread's own, if it is free and has a file, or else another that is: whoever holds it might have been put to sleep
    /// by the operating system.
    fn hold_one(&self) -> Held<'_, F> {
        let own = thread_number();
        for step in 0..self.0.len() {
            let held = match self.slot(own.wrapping_add(step)).0.try_lock() {
                Ok(held) => held,
                Err(TryLockError::Poisoned(held)) => held.into_inner(),
                Err(TryLockError::WouldBlock) => continue,
            };
            if held.is_some() {
                return held;
            }
        }
        self.hold(own)
    }

    /// What is written by the one of this number; `None` if it has no file.
    pub(crate) fn segment(&self, number: usize) -> Option<Arc<Segment>> {
        let held = self.hold(number);
        held.as_ref().map(|writer| Arc::clone(writer.segment()))
    }

    /// Gives another file to the one of this number, or takes its away; what it wrote before is closed.
    pub(crate) fn put(&self, number: usize, writer: Option<Writer<F>>) {
        let mut held = self.hold(number);
        if let Some(before) = std::mem::replace(&mut *held, writer) {
            before.segment().close();
        }
    }

    fn hold(&self, number: usize) -> Held<'_, F> {
        let lock = self.slot(number).0.lock();
        lock.unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, number: usize) -> &Slot<F> {
        &self.0[number % self.0.len()]
    }
}

/// A number of its own for each thread.
fn thread_number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static NUMBER: usize = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    // A thread that is about to end may have none any more: then any will do.
    NUMBER.try_with(|number| *number).unwrap_or_default()
}
