use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;

use super::Segment;
use crate::format::Record;

/// The file operations of a writer, so that tests can simulate a full disk.
pub(crate) trait Append {
    /// Appends these bytes, or as many of them as fit.
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize>;

    /// Truncates the file to `length`.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

impl Append for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write(bytes)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

/// Appends records to a file, each completely or not at all.
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
    /// The disk refused the record; the next one may succeed.
    #[error("the disk refused the record")]
    Refused(#[source] io::Error),
    /// A part of the record was written and cannot be removed: nothing may be written after it.
    #[error("partial write could not be rolled back")]
    Torn(#[source] io::Error),
    /// There is no file until the drainer creates another.
    #[error("there is no file to write to")]
    NoFile,
}

impl<F: Append> Writer<F> {
    /// Creates a writer for `file`, the file of `segment`, which has no record yet.
    pub(crate) fn new(file: F, segment: Arc<Segment>) -> Self {
        Self {
            file,
            segment,
            next: 0,
        }
    }

    /// The file that is written.
    pub(crate) fn segment(&self) -> &Arc<Segment> {
        &self.segment
    }

    /// Appends a record, which outlives the process once this returns.
    pub(crate) fn write(&mut self, record: &mut Record) -> Result<(), WriteError> {
        let end = self.segment.end();
        let error = match self.append(record.numbered(self.next)) {
            Ok(written) if written == record.length() => {
                self.segment.set_end(end + written as u64);
                self.next = self.next.wrapping_add(1);
                return Ok(());
            }
            Ok(_) => io::Error::from(ErrorKind::StorageFull),
            Err(error) => error,
        };
        match self.file.truncate(end) {
            Ok(()) => Err(WriteError::Refused(error)),
            Err(error) => Err(WriteError::Torn(error)),
        }
    }

    fn append(&mut self, record: &[u8]) -> io::Result<usize> {
        loop {
            match self.file.append(record) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                written => return written,
            }
        }
    }
}
