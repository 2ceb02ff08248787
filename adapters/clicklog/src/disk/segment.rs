use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use korotko_core::ports::{ClickLogId, Random};

use super::access::{private_file, sync};
use crate::format::{EXTENSION, header};

/// One file of clicks: what whoever writes it and whoever reads it know of each other.
#[derive(Debug)]
pub(crate) struct Segment {
    /// Of which log it is.
    pub(crate) id: ClickLogId,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Where its last whole record ends.
    end: AtomicU64,
    /// Nobody writes it any more.
    closed: AtomicBool,
}

impl Segment {
    /// Makes a file in `folder`, to be written at its end.
    pub(crate) fn begin(folder: &Path, random: &dyn Random) -> io::Result<(File, Self)> {
        let id = new_id(random)?;
        let path = folder.join(format!("{id}.{EXTENSION}"));
        let mut file = private_file().append(true).create_new(true).open(&path)?;
        if let Err(error) = file.write_all(&header::encode(id)) {
            let _: io::Result<()> = fs::remove_file(&path);
            return Err(error);
        }
        Ok((file, Self::new(id, path)))
    }

    /// A file with a header and nothing else, to be written.
    pub(super) fn new(id: ClickLogId, path: PathBuf) -> Self {
        Self {
            id,
            path,
            end: AtomicU64::new(header::END),
            closed: AtomicBool::new(false),
        }
    }

    /// A file that a dead process left, with all that stands in it.
    pub(crate) fn left(id: ClickLogId, path: PathBuf, length: u64) -> Self {
        Self {
            id,
            path,
            end: AtomicU64::new(length),
            closed: AtomicBool::new(true),
        }
    }

    /// Where its last whole record ends, in bytes; of a dead process' file, where it ends.
    pub(crate) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// Moves its end; for its writer alone.
    pub(crate) fn set_end(&self, end: u64) {
        self.end.store(end, Ordering::Release);
    }

    /// Whether nobody writes it any more. Ask before [`end`](Self::end), which then is final.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Nobody writes it from now on.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Makes what was written last through a power cut.
    pub(crate) fn sync(&self) -> io::Result<()> {
        sync(&self.path)
    }

    /// Removes the file; fine if it is gone already.
    pub(crate) fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// A name that nothing had before.
pub(super) fn new_id(random: &dyn Random) -> io::Result<ClickLogId> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes).map_err(io::Error::other)?;
    Ok(ClickLogId(u128::from_be_bytes(bytes)))
}
