use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use korotko_core::ports::{ClickLogId, Random};

use super::access::{is_at, private_file};
use crate::format::{EXTENSION, header};

/// One file of clicks: what whoever writes it and whoever reads it know of each other.
#[derive(Debug)]
pub(crate) struct Segment {
    /// Of which log it is.
    pub(crate) id: ClickLogId,
    /// Where it is, unless somebody has removed it.
    pub(crate) path: PathBuf,
    /// By this it is read, removed or not. Its place in the file is the reader's.
    file: Mutex<File>,
    /// Where its last whole record ends.
    end: AtomicU64,
    /// Nobody writes it any more.
    closed: AtomicBool,
    /// It was closed before this process knew of it, by the death of its own.
    is_left: bool,
}

/// What becomes of a file that this process relies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SegmentState {
    /// Nobody has touched it.
    Intact,
    /// It is shorter than what was written.
    Cut,
    /// It is not in its folder: it will be gone with this process.
    Removed,
}

impl Segment {
    /// Makes a file in `folder`, to be written at its end.
    pub(crate) fn begin(folder: &Path, random: &dyn Random) -> io::Result<(File, Self)> {
        let id = new_id(random)?;
        let path = name_in(folder, id);
        let mut writer = private_file().append(true).create_new(true).open(&path)?;
        let written = writer.write_all(&header::encode(id));
        match written.and_then(|()| File::open(&path)) {
            Ok(reader) => Ok((writer, Self::new(id, path, reader))),
            Err(error) => {
                let _: io::Result<()> = fs::remove_file(&path);
                Err(error)
            }
        }
    }

    /// A file with a header and nothing else, to be written; read by `file`.
    pub(super) fn new(id: ClickLogId, path: PathBuf, file: File) -> Self {
        Self {
            id,
            path,
            file: Mutex::new(file),
            end: AtomicU64::new(header::END),
            closed: AtomicBool::new(false),
            is_left: false,
        }
    }

    /// A file that a dead process left, with all that stands in it.
    pub(crate) fn left(id: ClickLogId, path: PathBuf, file: File, length: u64) -> Self {
        Self {
            end: AtomicU64::new(length),
            closed: AtomicBool::new(true),
            is_left: true,
            ..Self::new(id, path, file)
        }
    }

    /// Its last bytes may be the beginning of a record whose process died over it.
    pub(crate) fn may_be_torn(&self) -> bool {
        self.is_left
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

    /// Reads so many bytes from `from` on, or what there is.
    pub(crate) fn read(&self, from: u64, bytes: u64) -> io::Result<Vec<u8>> {
        self.with_file(|file| {
            file.seek(SeekFrom::Start(from))?;
            let mut read = Vec::new();
            file.take(bytes).read_to_end(&mut read)?;
            Ok(read)
        })
    }

    /// What somebody else has done to it.
    pub(crate) fn state(&self) -> SegmentState {
        let end = self.end();
        let state = self.with_file(|file| {
            Ok(if !is_at(file, &self.path)? {
                SegmentState::Removed
            } else if file.metadata()?.len() < end {
                SegmentState::Cut
            } else {
                SegmentState::Intact
            })
        });
        // What cannot be looked at is not known to be gone.
        state.unwrap_or(SegmentState::Intact)
    }

    /// Copies a file that is closed and was removed into `folder`, so that it lasts longer than this process again.
    pub(crate) fn copy_to(&self, folder: &Path) -> io::Result<Self> {
        let path = name_in(folder, self.id);
        let mut copy = private_file()
            .read(true)
            .write(true)
            .create_new(true)
            .open(&path)?;
        let copied = self.with_file(|file| {
            file.seek(SeekFrom::Start(0))?;
            io::copy(file, &mut copy)
        });
        match copied {
            Ok(_) => Ok(Self {
                end: AtomicU64::new(self.end()),
                closed: AtomicBool::new(true),
                is_left: self.is_left,
                ..Self::new(self.id, path, copy)
            }),
            Err(error) => {
                let _: io::Result<()> = fs::remove_file(&path);
                Err(error)
            }
        }
    }

    /// Makes what was written last through a power cut, and its name too.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.with_file(|file| file.sync_all())?;
        #[cfg(unix)]
        if let Some(folder) = self.path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// Removes the file; fine if it is gone already.
    pub(crate) fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn with_file<T>(&self, work: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
        work(&mut self.file.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What the file of this log is called in `folder`.
fn name_in(folder: &Path, id: ClickLogId) -> PathBuf {
    folder.join(format!("{id}.{EXTENSION}"))
}

/// The log that a file of this name is of, if it is called as such files are.
pub(super) fn id_by_name(path: &Path) -> Option<ClickLogId> {
    let name = path.file_stem()?.to_str()?;
    let id = ClickLogId(u128::from_str_radix(name, 16).ok()?);
    (id.to_string() == name).then_some(id)
}

/// A name that nothing had before.
pub(super) fn new_id(random: &dyn Random) -> io::Result<ClickLogId> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes).map_err(io::Error::other)?;
    Ok(ClickLogId(u128::from_be_bytes(bytes)))
}
