//! The folder of all processes, which has a folder for each, and a lock.

use std::ffi::OsStr;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::access::lock_file;

/// Locks `root` against creating, adopting and removing folders by other processes, and against removing counted files, until the
/// returned file is dropped. Without this, a folder could be mistaken for a dead process' folder between its creation and its first
/// lock.
pub(crate) fn lock_root(root: &Path) -> io::Result<File> {
    let lock = lock_file(root)?;
    lock.lock()?;
    Ok(lock)
}

/// Whether somebody has locked `root` at this moment.
pub(crate) fn is_root_locked(root: &Path) -> io::Result<bool> {
    match lock_file(root)?.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The folders of processes in `root`, which may be missing.
pub(crate) fn process_folders(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    let entries = match fs::read_dir(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folders),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if is_process_folder(&path) {
            folders.push(path);
        }
    }
    Ok(folders)
}

/// Whether this is a folder as a process creates it.
fn is_process_folder(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(is_id) && path.is_dir()
}

/// Whether this is a random id, as in the names of folders and files.
pub(crate) fn is_id(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
