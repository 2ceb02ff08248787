use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// The name of the file by which a folder is held.
pub(super) const LOCK: &str = "lock";

/// How a file is made that is for its owner alone.
pub(super) fn private_file() -> OpenOptions {
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

/// Makes what was written to a file last through a power cut, and its name too.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    let file = OpenOptions::new().write(true).open(path)?;
    file.sync_all()?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
