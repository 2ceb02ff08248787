use std::fs::metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf, absolute};

use rustix::fs::statvfs;

use super::finding::Finding;
use super::folders::nearest_existing;
use crate::composition::Config;

pub(super) const NAME: &str = "disk";

const MIB: u64 = 1024 * 1024;

/// With less, the database and the click log soon cannot be written to.
const MIN_FREE: u64 = 64 * MIB;

/// With less, an outage of the database or a busy week fills the disk.
const ENOUGH: u64 = 1024 * MIB;

/// With fewer, files cannot be created although there is space.
const MIN_FILES: u64 = 1_000;

/// Whether there is space where the service writes.
pub(super) fn check(config: &Config) -> Vec<Finding> {
    let log = &config.clicks.folder;
    let database = config.database.file();
    let database = database.as_deref().and_then(Path::parent);
    let mut folders: Vec<PathBuf> = [Some(log.as_path()), database]
        .into_iter()
        .flatten()
        .map(|folder| nearest_existing(folder).to_owned())
        .collect();
    folders.sort();
    folders.dedup_by(|one, other| disk_of(one) == disk_of(other));
    let needed = config.clicks.limit_bytes.max(ENOUGH);
    let examined = folders.iter();
    examined.map(|folder| examine(folder, needed)).collect()
}

/// The number of the file system with this folder.
fn disk_of(folder: &Path) -> Option<u64> {
    let metadata = metadata(folder).ok();
    metadata.map(|metadata| metadata.dev())
}

fn examine(folder: &Path, needed: u64) -> Finding {
    let shown = absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let shown = shown.display();
    let disk = match statvfs(folder) {
        Ok(disk) => disk,
        Err(error) => {
            let message = format!("the free space at {shown} cannot be determined: {error}");
            return Finding::warning(NAME, message, "look at it with `df`");
        }
    };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let space = format!("{} MiB are free at {shown}", free / MIB);
    // Some file systems do not limit the number of files.
    if disk.f_files > 0 && disk.f_favail < MIN_FILES {
        let message = format!("only {} files can be created at {shown}", disk.f_favail);
        return Finding::failure(
            NAME,
            message,
            "delete files, or create a file system with more inodes",
        );
    }
    if free < MIN_FREE {
        return Finding::failure(
            NAME,
            space,
            "free space now: while the disk is full, nothing is stored",
        );
    }
    if free < needed {
        let advice = format!(
            "free space, so that {} MiB are free: while the database is unavailable, clicks take up to KOROTKO_CLICK_LOG_MIB",
            needed / MIB
        );
        return Finding::warning(NAME, space, advice);
    }
    Finding::ok(NAME, space)
}
