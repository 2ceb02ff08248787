use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that is replaced atomically: it is written under another name and renamed at the end.
pub(super) enum AtomicFile {
    /// A regular file.
    Regular {
        /// The temporary file in the same folder, readable by its owner only.
        temporary: NamedTempFile,
        /// The final path.
        path: PathBuf,
    },
    /// A pipe or a device, which cannot be replaced.
    Special(File),
}

impl AtomicFile {
    /// Starts to write `path`. Follows a symbolic link.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        if is_special(path) {
            return OpenOptions::new().write(true).open(path).map(Self::Special);
        }
        let temporary = temporary_for(path)?;
        let path = followed(path);
        Ok(Self::Regular { temporary, path })
    }

    /// Moves the file to its path, durably.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self::Regular { temporary, path } = self else {
            return Ok(());
        };
        temporary.as_file().sync_all()?;
        temporary.persist(&path)?;
        File::open(folder_of(&path))?.sync_all()
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Regular { temporary, .. } => temporary.write(bytes),
            Self::Special(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Regular { temporary, .. } => temporary.flush(),
            Self::Special(file) => file.flush(),
        }
    }
}

/// An empty temporary file on the file system of `path`, or in the folder for temporary files if `path` is a pipe or a device.
/// Readable by its owner only, and removed when dropped.
pub(super) fn temporary_for(path: &Path) -> io::Result<NamedTempFile> {
    if is_special(path) {
        return NamedTempFile::with_prefix(".korotko-");
    }
    NamedTempFile::with_prefix_in(".korotko-", folder_of(&followed(path)))
}

/// Whether this is a pipe or a device.
pub(super) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The path without symbolic links, if it exists.
fn followed(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
