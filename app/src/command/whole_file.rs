use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that is there whole, or as it was before: it is written beside its place and moved there at the end.
pub(super) enum WholeFile {
    /// A file among others.
    Beside {
        /// Under another name, until it is finished; for its owner alone.
        part: NamedTempFile,
        /// Where it belongs.
        place: PathBuf,
    },
    /// A pipe or a device, which nothing can be moved to.
    Special(File),
}

impl WholeFile {
    /// Begins a file at `path`. A link there goes on leading to the file.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return OpenOptions::new().write(true).open(path).map(Self::Special);
        }
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let part = NamedTempFile::with_prefix_in(".korotko-", folder(&place))?;
        Ok(Self::Beside { part, place })
    }

    pub(super) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match self {
            Self::Beside { part, .. } => part.write_all(piece),
            Self::Special(file) => file.write_all(piece),
        }
    }

    /// Puts the file into its place, where it stays also through a power cut.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self::Beside { part, place } = self else {
            return Ok(());
        };
        part.as_file().sync_all()?;
        part.persist(&place)?;
        File::open(folder(&place))?.sync_all()
    }
}

fn folder(place: &Path) -> &Path {
    let parent = place
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
