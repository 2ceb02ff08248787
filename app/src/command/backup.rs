use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use indicatif::HumanBytes;
use korotko_clicklog::{FileHold, HeldFile};
use korotko_core::ports::{Clock, Timestamp};
use korotko_seaorm::{DatabaseUrl, SeaStore, verify_file};
use korotko_tokio::SystemClock;
use tempfile::NamedTempFile;

use super::archive::{ArchiveWriter, CLICKS, DatabaseKind, Manifest};
use super::atomic_file::{is_special, temporary_for};
use super::backup_error::BackupError;
use super::error::CommandError;
use super::print::{note, print};
use super::progress::Progress;
use crate::composition::{Database, adapters};
use crate::config::{Args, Environment, click_log, read_secrets};

/// The arguments of a backup.
#[derive(Debug, clap::Args)]
pub struct BackupCommand {
    /// The file to write, completely or not at all; an older one is replaced. /dev/stdout writes to a pipe
    file: PathBuf,

    /// Include the secrets: whoever has the file can then sign in as anybody
    #[arg(long)]
    with_secrets: bool,
}

/// What a backup is of.
struct Source<'a> {
    store: &'a SeaStore,
    /// The URL of the server, unless the database is a file.
    server_url: Option<&'a str>,
    /// The folder of the click log.
    clicks: PathBuf,
    /// The secrets to include, and the names of their files.
    secrets: Vec<(&'static str, String)>,
}

/// What a backup has.
struct Content {
    manifest: Manifest,
    database: NamedTempFile,
    clicks: Vec<HeldFile>,
    secrets: Vec<(&'static str, String)>,
}

pub(super) async fn run(
    command: &BackupCommand,
    args: &Args,
    environment: &Environment,
) -> Result<(), CommandError> {
    let database = Database::read(args, environment)?;
    let secrets = if command.with_secrets {
        read_secrets(&database, environment)?
    } else {
        Vec::new()
    };
    let store = adapters::existing_store(&database).await?;
    let source = Source {
        store: &store,
        server_url: database.server_url(),
        clicks: click_log(args),
        secrets,
    };
    let progress = Progress::unmeasured("backing up");
    let done = back_up(&command.file, source).await;
    drop(progress);
    store.close().await?;
    let done = done?;
    if is_special(&command.file) {
        // It may be the standard output.
        note(&done);
        return Ok(());
    }
    print(&done)
}

/// Returns a line about it.
async fn back_up(path: &Path, source: Source<'_>) -> Result<String, BackupError> {
    let failed = |source| BackupError::Write {
        path: path.display().to_string(),
        source,
    };
    if path.is_dir() {
        return Err(failed(io::ErrorKind::IsADirectory.into()));
    }
    let now = SystemClock.now();
    let copy = temporary_for(path).map_err(failed)?;
    let content = copy_all(source, copy, now).await?;
    let line = content.to_string();
    content.write(path, now).map_err(failed)?;
    Ok(format!("{}: {line}", path.display()))
}

/// Copies the database into the file `copy`, and opens the files of the click log that belong to it.
async fn copy_all(
    source: Source<'_>,
    copy: NamedTempFile,
    now: Timestamp,
) -> Result<Content, BackupError> {
    let steps = source.store.migration_status().await?.into_iter();
    let applied = steps.filter(|step| step.applied).map(|step| step.name);
    let hold = FileHold::begin(&source.clicks).map_err(BackupError::Clicks)?;
    // As soon as the state of the database is fixed. It ends the hold.
    let open = move || hold.open_files();
    let (kind, clicks) = match source.server_url {
        None => {
            let copied = source.store.copy_file(copy.path(), open).await;
            let clicks = copied.map_err(BackupError::Copy)?;
            let verified = verify_file(copy.path()).await;
            verified.map_err(BackupError::Damaged)?;
            (DatabaseKind::Sqlite, clicks)
        }
        Some(url) => {
            let clicks = DatabaseUrl::parse(url)?.dump(copy.path(), open).await?;
            (DatabaseKind::Postgresql, clicks)
        }
    };
    Ok(Content {
        manifest: Manifest::new(now, kind, applied.collect()),
        database: copy,
        clicks: clicks.map_err(BackupError::Clicks)?,
        secrets: source.secrets,
    })
}

impl Content {
    fn write(self, path: &Path, now: Timestamp) -> io::Result<()> {
        let mut archive = ArchiveWriter::create(path, now, &self.manifest)?;
        // By its path, since whoever copied it may have replaced the file.
        let database = File::open(self.database.path())?;
        let length = database.metadata()?.len();
        archive.add(self.manifest.database.entry(), length, database)?;
        for file in self.clicks {
            archive.add(
                &format!("{CLICKS}/{}", file.name),
                file.length,
                file.content,
            )?;
        }
        for (name, text) in &self.secrets {
            archive.add(name, text.len() as u64, text.as_bytes())?;
        }
        archive.finish()
    }
}

impl std::fmt::Display for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = self.database.path().metadata().map_or(0, |file| file.len());
        let clicks: u64 = self.clicks.iter().map(|file| file.length).sum();
        let secrets = if self.secrets.is_empty() {
            "without the secrets"
        } else {
            "with the secrets"
        };
        let (database, clicks) = (HumanBytes(length), HumanBytes(clicks));
        let kind = self.manifest.database.name();
        write!(
            f,
            "{database} of {kind} and {clicks} of the click log, {secrets}"
        )
    }
}
