//! The folders that a program writes into, tried at its start rather than when the first click or mail comes.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::{ClickConfig, Database, MailConfig, Mistakes, Purpose};

const DATA_DIR: &str = "KOROTKO_DATA_DIR:";

/// Makes the folders that this program writes into, if they are not there, and tries each.
pub(super) fn check(
    purpose: Purpose,
    (database, mail, clicks): (&Database, &MailConfig, &ClickConfig),
    mistakes: &mut Mistakes,
) {
    let data = database.folder().map(|folder| (DATA_DIR, folder));
    let mails = match mail {
        MailConfig::Folder { folder, .. } => Some(("KOROTKO_MAIL_DIR:", folder.as_path())),
        MailConfig::Smtp { .. } => None,
    };
    let clicks = (DATA_DIR, clicks.folder.as_path());
    let folders = match purpose {
        Purpose::Serve => [data, Some(clicks), mails],
        Purpose::Work => [data, None, mails],
        Purpose::Look => return,
    };
    let mut unusable: Vec<&Path> = Vec::new();
    for (name, folder) in folders.into_iter().flatten() {
        // What is wrong with a folder is wrong with all in it.
        if unusable.iter().any(|outer| folder.starts_with(outer)) {
            continue;
        }
        if let Err(error) = try_folder(folder) {
            mistakes.add(name, error);
            unusable.push(folder);
        }
    }
}

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
fn try_folder(folder: &Path) -> Result<(), FolderError> {
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
