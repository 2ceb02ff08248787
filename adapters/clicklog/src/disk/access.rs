use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// The name of a folder's lock file.
pub(super) const LOCK: &str = "lock";

/// Options for a file that only the current user can use.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A builder for a folder that only the current user can use.
pub(crate) fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Opens the lock file of `folder`, which is created if it is missing. Does not lock it.
pub(super) fn lock_file(folder: &Path) -> io::Result<File> {
    let mut options = private_file();
    options.write(true).create(true);
    options.open(folder.join(LOCK))
}

/// Whether `file` is the one at `path`.
pub(super) fn is_file_at(file: &File, path: &Path) -> io::Result<bool> {
    let there = match fs::metadata(path) {
        Err(error) if is_gone(&error) => return Ok(false),
        there => there?,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = file.metadata()?;
        Ok((file.dev(), file.ino()) == (there.dev(), there.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = (file, there);
        Ok(true)
    }
}

/// Whether the error means that nothing exists at a path.
fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
