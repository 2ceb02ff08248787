use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use korotko_core::ports::{ClickLogId, Random};

use super::Segment;
use super::access::{LOCK, is_at, lock_file, private_folder};
use super::segment::{id_by_name, new_id};
use crate::format::EXTENSION;
use crate::format::header::{self, Header};

/// The folder of one process, held as long as this lives.
#[derive(Debug)]
pub(crate) struct Home {
    /// The folder.
    pub(crate) path: PathBuf,
    /// Held; the operating system lets go of it when the process dies, however it dies.
    lock: File,
}

/// What a dead process left behind.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    /// Its files.
    pub(crate) segments: Vec<Segment>,
    /// Files of which this version cannot tell what they are.
    pub(crate) unknown: Vec<PathBuf>,
}

impl Home {
    /// Makes a folder of its own in `root`, which is made if it is missing.
    pub(crate) fn make(root: &Path, random: &dyn Random) -> io::Result<Self> {
        private_folder().recursive(true).create(root)?;
        let _door = enter(root)?;
        let path = root.join(new_id(random)?.to_string());
        private_folder().create(&path)?;
        Self::hold(path)?.ok_or_else(|| io::Error::other("a new folder is held by another"))
    }

    /// Takes hold of a folder; `None` if a living process has it.
    fn hold(path: PathBuf) -> io::Result<Option<Self>> {
        let lock = lock_file(&path)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { path, lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Looks at what is in it. Files that hold nothing, because their process died as soon as it had made them, are removed.
    pub(crate) fn leftovers(&self) -> io::Result<Leftovers> {
        let mut leftovers = Leftovers::default();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.file_name() == Some(OsStr::new(LOCK)) {
                continue;
            }
            let length = fs::metadata(&path)?.len();
            if path.extension() != Some(OsStr::new(EXTENSION)) {
                leftovers.unknown.push(path);
            } else if length < header::END {
                fs::remove_file(&path)?;
            } else if let Some((id, file)) = open(&path)? {
                leftovers
                    .segments
                    .push(Segment::left(id, path, file, length));
            } else {
                leftovers.unknown.push(path);
            }
        }
        Ok(leftovers)
    }

    /// Whether it is where it was made, and held against others.
    pub(crate) fn is_intact(&self) -> bool {
        // What cannot be looked at is not known to be gone.
        is_at(&self.lock, &self.path.join(LOCK)).unwrap_or(true)
    }

    /// Removes the folder, in which nothing else may be left; fine if it is gone already.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let _door = enter(self.path.parent().unwrap_or(&self.path))?;
        for removed in [
            fs::remove_file(self.path.join(LOCK)),
            fs::remove_dir(&self.path),
        ] {
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Takes hold of the folders of dead processes in `root`, but not of `those`.
pub(crate) fn adopt(root: &Path, but_not: &HashSet<PathBuf>) -> io::Result<Vec<Home>> {
    let _door = enter(root)?;
    let mut adopted = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if !is_home(&path) || but_not.contains(&path) {
            continue;
        }
        match Home::hold(path) {
            Ok(home) => adopted.extend(home),
            // The others need not wait for it.
            Err(error) => tracing::warn!(%error, "a folder of the click log cannot be looked at"),
        }
    }
    Ok(adopted)
}

/// Whether it is a folder as [`Home::make`] makes them, and nothing else that somebody keeps there.
fn is_home(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) && path.is_dir()
}

/// Waits until no other process makes, adopts or removes a folder in `root`, and keeps others from it until what comes back is
/// dropped. Without it a folder could be taken for a dead process' in the moment between its making and its first lock.
fn enter(root: &Path) -> io::Result<File> {
    let door = lock_file(root)?;
    door.lock()?;
    Ok(door)
}

/// Opens a file of clicks and says of which log it is; `None` for one of another version, and for what is none.
fn open(path: &Path) -> io::Result<Option<(ClickLogId, File)>> {
    // To be written too, as some systems want of a file that is to be made durable.
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut bytes = [0; header::LENGTH];
    file.read_exact(&mut bytes)?;
    let id = match header::decode(&bytes) {
        Header::Of(id) => Some(id),
        Header::OtherVersion(_) => None,
        Header::Damaged => {
            let file = path.display();
            tracing::error!(%file, "the header of a file of clicks is damaged: its name says of which log it is");
            id_by_name(path)
        }
    };
    Ok(id.map(|id| (id, file)))
}
