//! The folders that a program writes into.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something else in its place.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// It cannot be made, or nothing can be written into it.
    #[error("the folder {} cannot be {what}: {why}", path.display())]
    Unusable {
        /// Which.
        path: PathBuf,
        /// What cannot be done with it.
        what: &'static str,
        /// Why.
        why: io::Error,
    },
}

/// Makes a folder for its owner alone, if it is not there.
pub(crate) fn make_folder(folder: &Path) -> Result<(), FolderError> {
    let mut builder = DirBuilder::new();
    let made = builder.recursive(true).mode(0o700).create(folder);
    made.map_err(|why| error(folder, "made", why))
}

/// Makes a folder, and writes into it. A disk that is full is none of its faults: what is there can still be read.
pub(crate) fn try_folder(folder: &Path) -> Result<(), FolderError> {
    make_folder(folder)?;
    let written = tempfile::Builder::new()
        .prefix(".korotko-")
        .tempfile_in(folder);
    match written {
        Err(why) if !is_full(&why) => Err(error(folder, "written", why)),
        _ => Ok(()),
    }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

fn error(folder: &Path, what: &'static str, why: io::Error) -> FolderError {
    let path = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    if folder.exists() && !folder.is_dir() {
        return FolderError::NotAFolder(path);
    }
    FolderError::Unusable { path, what, why }
}
