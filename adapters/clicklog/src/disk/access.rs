use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// The name of the file by which a folder is held.
pub(super) const LOCK: &str = "lock";

/// How a file is made that is for its owner alone.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// How a folder is made that is for its owner alone.
pub(super) fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// The file by which `folder` is held; it is made if it is missing, and not yet held.
pub(super) fn lock_file(folder: &Path) -> io::Result<File> {
    let mut options = private_file();
    options.write(true).create(true);
    options.open(folder.join(LOCK))
}

/// Whether `file` is the one at `path`, and not one that was there before it.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
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

/// Whether this says that nothing is at a path, or that something on the way to it is no folder.
fn is_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
