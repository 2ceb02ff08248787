use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::disk::{ProcessFolder, lock_root, private_file, private_folder, process_folders};
use crate::file_name::process_in;

/// Whether a living process uses the log in `folder`, which may be missing.
pub fn is_in_use(folder: &Path) -> io::Result<bool> {
    match lock_root(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        lock => {
            let _lock = lock?;
            has_living_process(folder)
        }
    }
}

/// Whether the log in `folder`, which may be missing, has files, counted or not.
pub fn has_files(folder: &Path) -> io::Result<bool> {
    Ok(!process_folders(folder)?.is_empty())
}

/// Writes the file of this [name](crate::HeldFile::name) into the log in `folder`, durably. Refuses other names, and files that
/// exist.
pub fn restore_file(folder: &Path, name: &str, mut content: impl Read) -> io::Result<()> {
    let Some(process) = process_in(name) else {
        let why = format!("{name} is not the name of a click file");
        return Err(io::Error::new(ErrorKind::InvalidData, why));
    };
    let process = folder.join(process);
    private_folder().recursive(true).create(&process)?;
    let mut options = private_file();
    let options = options.write(true).create_new(true);
    let mut file = options.open(folder.join(name))?;
    io::copy(&mut content, &mut file)?;
    file.sync_all()?;
    File::open(process)?.sync_all()
}

/// Replaces all files of the log in `folder`, both of which may be missing, by those of the log in the folder `with`, on the same file
/// system. The next process counts them. Refuses with [`ErrorKind::ResourceBusy`] while a living process uses the log.
pub fn replace_files(folder: &Path, with: &Path) -> io::Result<()> {
    private_folder().recursive(true).create(folder)?;
    let _lock = lock_root(folder)?;
    if has_living_process(folder)? {
        return Err(ErrorKind::ResourceBusy.into());
    }
    for old in process_folders(folder)? {
        fs::remove_dir_all(old)?;
    }
    for new in process_folders(with)? {
        if let Some(name) = new.file_name() {
            fs::rename(&new, folder.join(name))?;
        }
    }
    File::open(folder)?.sync_all()
}

fn has_living_process(folder: &Path) -> io::Result<bool> {
    for process in process_folders(folder)? {
        if ProcessFolder::try_lock(process)?.is_none() {
            return Ok(true);
        }
    }
    Ok(false)
}
