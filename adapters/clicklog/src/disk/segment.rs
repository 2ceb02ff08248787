use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use korotko_core::ports::{ClickLogId, Random};

use super::access::{is_file_at, private_file};
use crate::format::{EXTENSION, header};

/// One click file, shared by its writer and its reader.
#[derive(Debug)]
pub(crate) struct Segment {
    /// The id of its log.
    pub(crate) id: ClickLogId,
    /// Its path, even if it was removed.
    pub(crate) path: PathBuf,
    /// The file for reading, removed or not. Only the reader uses its position.
    file: Mutex<File>,
    /// The end of its last complete record.
    end: AtomicU64,
    /// The end of the records that survive a failure of the machine, because they are synced.
    synced: AtomicU64,
    /// The end of the counted records.
    counted: AtomicU64,
    /// Whether its name was synced.
    is_named: AtomicBool,
    /// Whether writing has ended.
    closed: AtomicBool,
    /// Whether its process has died.
    is_orphaned: bool,
}

/// The state of a file on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SegmentState {
    /// The file is unchanged.
    Intact,
    /// The file is shorter than what was written.
    Truncated,
    /// The file is not in its folder, and does not outlive this process.
    Removed,
}

impl Segment {
    /// Creates a file in `folder`, opened for appending.
    pub(crate) fn create(folder: &Path, random: &dyn Random) -> io::Result<(File, Self)> {
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

    /// A file with only a header, which is read by `file`.
    pub(super) fn new(id: ClickLogId, path: PathBuf, file: File) -> Self {
        Self {
            id,
            path,
            file: Mutex::new(file),
            end: AtomicU64::new(header::END),
            synced: AtomicU64::new(header::END),
            counted: AtomicU64::new(header::END),
            is_named: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            is_orphaned: false,
        }
    }

    /// A file of a dead process, with all its bytes.
    pub(crate) fn orphaned(id: ClickLogId, path: PathBuf, file: File, length: u64) -> Self {
        Self {
            end: AtomicU64::new(length),
            closed: AtomicBool::new(true),
            is_orphaned: true,
            ..Self::new(id, path, file)
        }
    }

    /// Whether its last bytes may be a partial record of a dead process.
    pub(crate) fn may_be_torn(&self) -> bool {
        self.is_orphaned
    }

    /// The end of its last complete record, in bytes; of a dead process' file, its length.
    pub(crate) fn end(&self) -> u64 {
        self.end.load(Ordering::Acquire)
    }

    /// Sets its end; only its writer calls this.
    pub(crate) fn set_end(&self, end: u64) {
        self.end.store(end, Ordering::Release);
    }

    /// Whether writing has ended. Call it before [`end`](Self::end), which is then final.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Ends writing.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Reads up to this number of bytes from `from` on.
    pub(crate) fn read(&self, from: u64, bytes: u64) -> io::Result<Vec<u8>> {
        self.with_file(|file| {
            file.seek(SeekFrom::Start(from))?;
            let room = usize::try_from(bytes.min(self.end())).unwrap_or_default();
            let mut read = Vec::with_capacity(room);
            file.take(bytes).read_to_end(&mut read)?;
            Ok(read)
        })
    }

    /// Its current state on the disk.
    pub(crate) fn state(&self) -> SegmentState {
        let end = self.end();
        let state = self.with_file(|file| {
            Ok(if !is_file_at(file, &self.path)? {
                SegmentState::Removed
            } else if file.metadata()?.len() < end {
                SegmentState::Truncated
            } else {
                SegmentState::Intact
            })
        });
        // An unreadable file is not known to be removed.
        state.unwrap_or(SegmentState::Intact)
    }

    /// Copies a closed and removed file into `folder`, so that it outlives this process.
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
                is_orphaned: self.is_orphaned,
                ..Self::new(self.id, path, copy)
            }),
            Err(error) => {
                let _: io::Result<()> = fs::remove_file(&path);
                Err(error)
            }
        }
    }

    /// Sets the end of the counted records.
    pub(crate) fn set_counted(&self, end: u64) {
        self.counted.store(end, Ordering::Release);
    }

    /// Whether a failure of the machine may lose clicks: records that are neither counted nor synced.
    pub(crate) fn needs_sync(&self) -> bool {
        let safe = [&self.synced, &self.counted].map(|end| end.load(Ordering::Acquire));
        self.end() > safe[0].max(safe[1])
    }

    /// Syncs the file and its name to the disk. Neither writing nor reading waits for it.
    pub(crate) fn sync(&self) -> io::Result<()> {
        let end = self.end();
        let file = self.with_file(|file| file.try_clone())?;
        file.sync_data()?;
        #[cfg(unix)]
        if !self.is_named.load(Ordering::Acquire) {
            for folder in self.path.ancestors().skip(1).take(2) {
                File::open(folder)?.sync_all()?;
            }
            self.is_named.store(true, Ordering::Release);
        }
        self.synced.fetch_max(end, Ordering::AcqRel);
        Ok(())
    }

    /// Removes the file; succeeds if it does not exist.
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

/// The path of this log's file in `folder`.
fn name_in(folder: &Path, id: ClickLogId) -> PathBuf {
    folder.join(format!("{id}.{EXTENSION}"))
}

/// The id of the log in a file's name, if the name has the form of click files.
pub(super) fn id_by_name(path: &Path) -> Option<ClickLogId> {
    let name = path.file_stem()?.to_str()?;
    let id = ClickLogId(u128::from_str_radix(name, 16).ok()?);
    (id.to_string() == name).then_some(id)
}

/// A random, unique id.
pub(super) fn new_id(random: &dyn Random) -> io::Result<ClickLogId> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes).map_err(io::Error::other)?;
    Ok(ClickLogId(u128::from_be_bytes(bytes)))
}
