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
        if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return OpenOptions::new().write(true).open(path).map(Self::Special);
        }
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let temporary = NamedTempFile::with_prefix_in(".korotko-", folder(&path))?;
        Ok(Self::Regular { temporary, path })
    }

    pub(super) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match self {
            Self::Regular { temporary, .. } => temporary.write_all(piece),
            Self::Special(file) => file.write_all(piece),
        }
    }

    /// Moves the file to its path, durably.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self::Regular { temporary, path } = self else {
            return Ok(());
        };
        temporary.as_file().sync_all()?;
        temporary.persist(&path)?;
        File::open(folder(&path))?.sync_all()
    }
}

fn folder(path: &Path) -> &Path {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
