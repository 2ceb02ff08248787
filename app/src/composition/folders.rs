//! The folders that the program writes to.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The path is not a folder.
    #[error("{} is not a folder", .0.display())]
    NotAFolder(PathBuf),
    /// The folder cannot be created or written to.
    #[error("the folder {} cannot be {what}: {why}", path.display())]
    Unusable {
        /// The folder.
        path: PathBuf,
        /// What failed.
        what: &'static str,
        /// Why.
        why: io::Error,
    },
}

/// Creates a folder for its owner only, if missing.
pub(crate) fn create_folder(folder: &Path) -> Result<(), FolderError> {
    let mut builder = DirBuilder::new();
    let created = builder.recursive(true).mode(0o700).create(folder);
    created.map_err(|why| error(folder, "created", why))
}

/// Creates a folder, and checks that it is writable.
pub(crate) fn check_folder(folder: &Path) -> Result<(), FolderError> {
    create_folder(folder)?;
    check_writable(folder)
}

/// Checks that a folder is writable. A full disk is no error here: existing files can still be read.
pub(crate) fn check_writable(folder: &Path) -> Result<(), FolderError> {
    let written = tempfile::Builder::new()
        .prefix(".korotko-")
        .tempfile_in(folder);
    match written {
        Err(why) if !is_full(&why) => Err(error(folder, "written to", why)),
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
