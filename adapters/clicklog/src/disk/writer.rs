use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

use super::Segment;
use crate::format::Record;

/// What a writer needs of a file; so that a test can fill up a disk.
pub(crate) trait Append {
    /// Appends these bytes, or as many of them as there is room for.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Cuts off what is behind `length`.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

impl Append for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write(bytes)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// Appends records to a file, each whole or not at all.
#[derive(Debug)]
pub(crate) struct Writer<F> {
    file: F,
    segment: Arc<Segment>,
    /// The number of the next record.
    next: u32,
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    /// The disk did not take it; another may be taken.
    #[error("the disk did not take it")]
    Refused(#[source] io::Error),
    /// The disk took a part of it that cannot be cut off: nothing may be written behind it.
    #[error("the disk took a part of it and cannot be made to forget it")]
    Torn(#[source] io::Error),
    /// There is no file to write, until the drainer makes another.
    #[error("there is no file to write")]
    NoFile,
}

impl<F: Append> Writer<F> {
    /// Writes to `file`, which is that of `segment` and holds no record yet.
    pub(crate) fn new(file: F, segment: Arc<Segment>) -> Self {
        Self {
            file,
            segment,
            next: 0,
        }
    }

    /// The file that it writes.
    pub(crate) fn segment(&self) -> &Arc<Segment> {
        &self.segment
    }

    /// Appends a record: when this comes back, it outlives the process.
    pub(crate) fn write(&mut self, record: &mut Record) -> Result<(), WriteError> {
        let end = self.segment.end();
        let error = match self.append(record.numbered(self.next)) {
            Ok(taken) if taken == record.length() => {
                self.segment.set_end(end + taken as u64);
                self.next = self.next.wrapping_add(1);
                return Ok(());
            }
            Ok(_) => io::Error::from(ErrorKind::StorageFull),
            Err(error) => error,
        };
        match self.file.cut(end) {
            Ok(()) => Err(WriteError::Refused(error)),
            Err(error) => Err(WriteError::Torn(error)),
        }
    }

    fn append(&mut self, record: &[u8]) -> io::Result<usize> {
        loop {
            match self.file.append(record) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                taken => return taken,
            }
        }
    }
}
