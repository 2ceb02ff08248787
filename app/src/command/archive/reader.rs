use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use flate2::read::GzDecoder;
use korotko_clicklog::restore_file;
use tar::Archive;

use super::manifest::FORMAT;
use super::{CLICKS, MANIFEST, Manifest};
use crate::config::SECRET_FILES;

/// Why the file of a backup could not be unpacked.
#[derive(Debug, thiserror::Error)]
pub(in crate::command) enum ReadArchiveError {
    /// It is missing, or nobody may read it.
    #[error("cannot open {path}")]
    Open {
        /// Its path.
        path: String,
        /// The cause.
        source: io::Error,
    },
    /// It cannot be read to its end, or what is in it cannot be written.
    #[error("the backup cannot be unpacked")]
    Io(#[from] io::Error),
    /// It is another kind of file.
    #[error("the file is not a backup of Korotko: {0}")]
    NotABackup(String),
    /// It is of a newer version.
    #[error("the backup has format {0}, which this version does not know: use a newer one")]
    Newer(u32),
}

/// Unpacks the backup in the file at `path`: its database into the new file `database`, everything else into the folder `rest`. Every
/// byte is read and compared with the checksum of the file.
pub(in crate::command) fn unpack(
    path: &Path,
    database: &Path,
    rest: &Path,
) -> Result<Manifest, ReadArchiveError> {
    let file = File::open(path).map_err(|source| ReadArchiveError::Open {
        path: path.display().to_string(),
        source,
    })?;
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(file)));
    let mut manifest = None;
    let mut has_database = false;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = name(&entry)?;
        let Some(Manifest { database: kind, .. }) = &manifest else {
            manifest = Some(read_manifest(&name, entry)?);
            continue;
        };
        if name == kind.entry() {
            write(database, &mut entry)?;
            has_database = true;
        } else if SECRET_FILES.contains(&&*name) {
            write(&rest.join(&name), &mut entry)?;
        } else if let Some((CLICKS, log)) = name.split_once('/') {
            restore_file(&rest.join(CLICKS), log, &mut entry)?;
        } else {
            return Err(unlike(format!("it has the unknown entry {name}")));
        }
    }
    // The checksum is at the end.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    match manifest {
        Some(manifest) if has_database => Ok(manifest),
        _ => Err(unlike("it has no database".to_owned())),
    }
}

fn read_manifest(name: &str, content: impl Read) -> Result<Manifest, ReadArchiveError> {
    if name != MANIFEST {
        return Err(unlike(format!("it does not begin with {MANIFEST}")));
    }
    let manifest: Manifest =
        serde_json::from_reader(content).map_err(|error| unlike(error.to_string()))?;
    if manifest.format > FORMAT {
        return Err(ReadArchiveError::Newer(manifest.format));
    }
    Ok(manifest)
}

fn name(entry: &tar::Entry<'_, impl Read>) -> Result<String, ReadArchiveError> {
    let path = entry.path()?;
    let name = path
        .to_str()
        .filter(|_| entry.header().entry_type().is_file());
    let unknown = || unlike(format!("it has the unknown entry {}", path.display()));
    name.map(str::to_owned).ok_or_else(unknown)
}

/// Writes a new file for its owner only, durably.
fn write(path: &Path, content: &mut impl Read) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let options = options.write(true).create_new(true).mode(0o600);
    let mut file = options.open(path)?;
    io::copy(content, &mut file)?;
    file.sync_all()
}

fn unlike(why: String) -> ReadArchiveError {
    ReadArchiveError::NotABackup(why)
}
