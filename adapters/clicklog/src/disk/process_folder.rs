use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use korotko_core::ports::{ClickLogId, Random};

use super::Segment;
use super::access::{LOCK, is_file_at, lock_file, private_folder};
use super::root::{lock_root, process_folders};
use super::segment::{id_by_name, new_id};
use crate::format::EXTENSION;
use crate::format::header::{self, Header};

/// The folder of one process, locked while this value exists.
#[derive(Debug)]
pub(crate) struct ProcessFolder {
    /// The folder.
    pub(crate) path: PathBuf,
    /// The locked file; the operating system releases the lock when the process dies in any way.
    lock: File,
}

/// The content of a dead process' folder.
#[derive(Debug, Default)]
pub(crate) struct FolderContent {
    /// The click files.
    pub(crate) segments: Vec<Segment>,
    /// Files that this version does not know.
    pub(crate) unknown: Vec<PathBuf>,
}

impl ProcessFolder {
    /// Creates a new folder in `root`, which is created if it is missing.
    pub(crate) fn create(root: &Path, random: &dyn Random) -> io::Result<Self> {
        private_folder().recursive(true).create(root)?;
        let _lock = lock_root(root)?;
        let path = root.join(new_id(random)?.to_string());
        private_folder().create(&path)?;
        Self::try_lock(path)?
            .ok_or_else(|| io::Error::other("a new folder is locked by another process"))
    }

    /// Locks a folder; `None` if a living process has locked it.
    pub(crate) fn try_lock(path: PathBuf) -> io::Result<Option<Self>> {
        let lock = lock_file(&path)?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { path, lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Reads the content. Files without a header, whose process died while creating them, are removed.
    pub(crate) fn read_content(&self) -> io::Result<FolderContent> {
        let mut content = FolderContent::default();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.file_name() == Some(OsStr::new(LOCK)) {
                continue;
            }
            let length = fs::metadata(&path)?.len();
            if path.extension() != Some(OsStr::new(EXTENSION)) {
                content.unknown.push(path);
            } else if length < header::END {
                fs::remove_file(&path)?;
            } else if let Some((id, file)) = open(&path)? {
                content
                    .segments
                    .push(Segment::orphaned(id, path, file, length));
            } else {
                content.unknown.push(path);
            }
        }
        Ok(content)
    }

    /// Whether it exists at its path, and is locked.
    pub(crate) fn is_intact(&self) -> bool {
        // An unreadable folder is not known to be removed.
        is_file_at(&self.lock, &self.path.join(LOCK)).unwrap_or(true)
    }

    /// Removes the folder, which must be empty otherwise; succeeds if it does not exist.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let _lock = lock_root(self.path.parent().unwrap_or(&self.path))?;
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

/// Locks the folders of dead processes in `root`, except the `skipped` ones.
pub(crate) fn lock_orphans(
    root: &Path,
    skipped: &HashSet<PathBuf>,
) -> io::Result<Vec<ProcessFolder>> {
    let _lock = lock_root(root)?;
    let mut orphans = Vec::new();
    for path in process_folders(root)? {
        if skipped.contains(&path) {
            continue;
        }
        match ProcessFolder::try_lock(path) {
            Ok(folder) => orphans.extend(folder),
            // Other folders do not depend on this one.
            Err(error) => tracing::warn!(
                event = "click_folder_not_readable",
                %error,
                "a folder of the click log cannot be read"
            ),
        }
    }
    Ok(orphans)
}

/// Opens a click file and returns its log's id; `None` for another version, and for other files.
fn open(path: &Path) -> io::Result<Option<(ClickLogId, File)>> {
    // Opened for writing too, which some systems require for syncing.
    let mut file = File::options().read(true).write(true).open(path)?;
    let mut bytes = [0; header::LENGTH];
    file.read_exact(&mut bytes)?;
    let id = match header::decode(&bytes) {
        Header::Of(id) => Some(id),
        Header::OtherVersion(_) => None,
        Header::Damaged => {
            let file = path.display();
            tracing::error!(
                event = "click_file_header_damaged",
                %file,
                "click file has a damaged header; using the log id in its name"
            );
            id_by_name(path)
        }
    };
    Ok(id.map(|id| (id, file)))
}
