use std::fs::{self, File};
use std::io::{self, Read, Take};
use std::path::{Path, PathBuf};

use crate::disk::{lock_root, process_folders};
use crate::file_name::process_in;
use crate::format::header;

/// Keeps the drainers of a log from removing counted files, for a backup of the store and of the log.
///
/// The store knows up to where each file is counted, so a copy of the store and later copies of all its files are consistent: what
/// the store has not counted is in the files, and what it has counted is skipped in them. A file must not be removed in between, since
/// the copy of the store may lack its last clicks. So:
///
/// 1. [begin](Self::begin) a hold;
/// 2. begin a copy of the store, which from then on reads one state of it, however long the copy takes;
/// 3. [open](Self::open_files) the files, and drop the hold. Opened files can be read even if they are removed.
///
/// Files that are created later only have clicks that are newer than the copy of the store. The hold should last as short as
/// possible: processes on the folder cannot start or stop during it. Recording and counting go on.
#[derive(Debug)]
pub struct FileHold {
    root: PathBuf,
    _lock: Option<File>,
}

/// A file of the log, as long as it was when it was opened.
#[derive(Debug)]
pub struct HeldFile {
    /// Its path in the folder of the log, with `/`.
    pub name: String,
    /// Its length in bytes.
    pub length: u64,
    /// Its content.
    pub content: Take<File>,
}

impl FileHold {
    /// Begins a hold on the log in `folder`, which may be missing. Blocks until no other process changes the folder.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        let lock = match lock_root(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            lock => Some(lock?),
        };
        Ok(Self {
            root: folder.to_owned(),
            _lock: lock,
        })
    }

    /// Opens every file that exists now, of living and dead processes.
    pub fn open_files(&self) -> io::Result<Vec<HeldFile>> {
        let mut files = Vec::new();
        for folder in process_folders(&self.root)? {
            for entry in fs::read_dir(folder)? {
                files.extend(open(&entry?.path())?);
            }
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }
}

/// Opens a click file; `None` for other files, and for one without clicks.
fn open(path: &Path) -> io::Result<Option<HeldFile>> {
    let mut parts = path.iter().rev().filter_map(|part| part.to_str());
    let (Some(file), Some(process)) = (parts.next(), parts.next()) else {
        return Ok(None);
    };
    let name = format!("{process}/{file}");
    if process_in(&name).is_none() {
        return Ok(None);
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let has_clicks = length > header::END;
    Ok(has_clicks.then(|| HeldFile {
        name,
        length,
        content: file.take(length),
    }))
}
