use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use korotko_clicklog::{has_files, is_in_use, replace_files};
use korotko_seaorm::{
    DatabaseUrl, MigrateError, SeaOptions, SeaStore, is_file_in_use, verify_file,
};
use tempfile::TempDir;

use super::archive::{CLICKS, DatabaseKind, Manifest, unpack};
use super::atomic_file::folder_of;
use super::consent::Consent;
use super::error::CommandError;
use super::print::{note, print};
use super::progress::Progress;
use super::restore_error::RestoreError;
use crate::composition::{Database, SetUpError, adapters, create_folder};
use crate::config::{Args, Environment, SECRET_FILES, click_log, given_secrets};

/// The arguments of a restore.
#[derive(Debug, clap::Args)]
pub struct RestoreCommand {
    /// The file that `korotko backup` wrote
    file: PathBuf,

    #[command(flatten)]
    consent: Consent,
}

/// Where a backup is restored to.
struct Destination {
    database: Database,
    data: PathBuf,
    clicks: PathBuf,
}

/// A backup that was unpacked beside the data, into folders that are removed when this is dropped.
struct Unpacked {
    manifest: Manifest,
    /// The file of the database or of its dump.
    database: PathBuf,
    _beside_database: TempDir,
    rest: TempDir,
}

pub(super) async fn run(
    command: &RestoreCommand,
    args: &Args,
    environment: &Environment,
) -> Result<(), CommandError> {
    let destination = Destination {
        database: Database::read(args, environment)?,
        data: args.data_dir.clone(),
        clicks: click_log(args),
    };
    let (manifest, secrets) = restore(command, &destination).await?;
    let given = given_secrets(&secrets, environment);
    if !given.is_empty() {
        let names = given.join(" and ");
        note(&format!(
            "variables take precedence over the restored secrets in the data folder: {names}"
        ));
    }
    let created_at = manifest.created_at;
    print(&format!(
        "restored the backup of {created_at}; start the service"
    ))
}

/// Returns what was restored, and the files of the secrets.
async fn restore(
    command: &RestoreCommand,
    to: &Destination,
) -> Result<(Manifest, Vec<&'static str>), CommandError> {
    to.refuse_service()?;
    to.refuse_filled_server().await?;
    consent_to_replace(&command.consent, &to.existing()?).await?;
    to.refuse_in_use().await?;
    let progress = Progress::unmeasured("unpacking the backup");
    let unpacked = to.unpack(&command.file)?;
    let secrets = unpacked.secrets();
    drop(progress);
    consent_to_replace(&command.consent, &to.existing_of(&secrets)).await?;
    let _progress = Progress::unmeasured("restoring the backup");
    to.restore_database(&unpacked).await?;
    to.refuse_in_use().await?;
    to.place(&unpacked, &secrets)?;
    Ok((unpacked.manifest, secrets))
}

impl Destination {
    fn kind(&self) -> DatabaseKind {
        match self.database.server_url() {
            None => DatabaseKind::Sqlite,
            Some(_) => DatabaseKind::Postgresql,
        }
    }

    /// Refuses while a service uses the data folder. Changes nothing.
    fn refuse_service(&self) -> Result<(), RestoreError> {
        if is_in_use(&self.clicks).map_err(failed(&self.clicks))? {
            return Err(RestoreError::InUse(shown(&self.data)));
        }
        Ok(())
    }

    /// Refuses while any process uses the data.
    async fn refuse_in_use(&self) -> Result<(), RestoreError> {
        self.refuse_service()?;
        let Some(file) = self.database.file().filter(|file| file.exists()) else {
            return Ok(());
        };
        if is_file_in_use(&file).await? {
            return Err(RestoreError::InUse(shown(&file)));
        }
        Ok(())
    }

    /// A PostgreSQL database is never replaced.
    async fn refuse_filled_server(&self) -> Result<(), RestoreError> {
        if self.database.server_url().is_some() {
            let store = adapters::existing_store(&self.database).await?;
            let steps = store.migration_status().await;
            store.close().await?;
            if steps?.iter().any(|step| step.applied) {
                return Err(RestoreError::NotEmpty);
            }
        }
        Ok(())
    }

    /// The SQLite database and the click log, if they exist.
    fn existing(&self) -> Result<Vec<PathBuf>, RestoreError> {
        let file = self.database.file().filter(|file| file.exists());
        let mut existing: Vec<PathBuf> = file.into_iter().collect();
        if has_files(&self.clicks).map_err(failed(&self.clicks))? {
            existing.push(self.clicks.clone());
        }
        Ok(existing)
    }

    /// The secrets in the data folder that have one of these names.
    fn existing_of(&self, secrets: &[&str]) -> Vec<PathBuf> {
        let paths = secrets.iter().map(|name| self.data.join(name));
        paths.filter(|path| path.exists()).collect()
    }

    /// Unpacks on the file systems of the data, so that everything can be moved to its place.
    fn unpack(&self, archive: &Path) -> Result<Unpacked, RestoreError> {
        let file = self.database.file();
        let folder = file.as_deref().map_or(&*self.data, folder_of);
        create_folder(&self.data).map_err(SetUpError::from)?;
        let (beside_database, rest) = (temporary_in(folder)?, temporary_in(&self.data)?);
        let database = beside_database.path().join("database");
        let manifest = unpack(archive, &database, rest.path())?;
        let kind = self.kind();
        if manifest.database != kind {
            return Err(RestoreError::OtherDatabase {
                backup: manifest.database,
                database: kind,
            });
        }
        refuse_newer(&manifest)?;
        Ok(Unpacked {
            manifest,
            database,
            _beside_database: beside_database,
            rest,
        })
    }

    /// Restores the dump, or prepares the file.
    async fn restore_database(&self, unpacked: &Unpacked) -> Result<(), RestoreError> {
        let file = &unpacked.database;
        let store = match self.database.server_url() {
            None => {
                verify_file(file).await.map_err(RestoreError::Damaged)?;
                SeaStore::connect_file(file, &SeaOptions::default()).await?
            }
            Some(url) => {
                DatabaseUrl::parse(url)?.restore(file).await?;
                adapters::existing_store(&self.database).await?
            }
        };
        let has_schema = !unpacked.manifest.migrations.is_empty();
        let prepared = if has_schema {
            store.skip_ids().await
        } else {
            Ok(())
        };
        // SQLite writes everything into the one file.
        store.close().await?;
        Ok(prepared?)
    }

    /// Moves what is unpacked to its place, the file of the database last.
    fn place(&self, unpacked: &Unpacked, secrets: &[&str]) -> Result<(), RestoreError> {
        for name in secrets {
            let path = self.data.join(name);
            fs::rename(unpacked.rest.path().join(name), &path).map_err(failed(&path))?;
        }
        let clicks = replace_files(&self.clicks, &unpacked.rest.path().join(CLICKS));
        clicks.map_err(failed(&self.clicks))?;
        if let Some(file) = self.database.file() {
            place_database(&unpacked.database, &file).map_err(failed(&file))?;
        }
        sync(&self.data).map_err(failed(&self.data))
    }
}

impl Unpacked {
    /// The files of the secrets that it has.
    fn secrets(&self) -> Vec<&'static str> {
        let secrets = SECRET_FILES.into_iter();
        let has = |name: &&str| self.rest.path().join(name).exists();
        secrets.filter(has).collect()
    }
}

/// Replaces a SQLite file, whose log must not be applied to the new one.
fn place_database(from: &Path, to: &Path) -> io::Result<()> {
    File::open(from)?.sync_all()?;
    for suffix in ["-wal", "-shm"] {
        let mut log = to.as_os_str().to_owned();
        log.push(suffix);
        match fs::remove_file(log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(from, to)?;
    sync(folder_of(to))
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn temporary_in(folder: &Path) -> Result<TempDir, RestoreError> {
    TempDir::with_prefix_in(".korotko-", folder).map_err(failed(folder))
}

async fn consent_to_replace(consent: &Consent, existing: &[PathBuf]) -> Result<(), CommandError> {
    if existing.is_empty() {
        return Ok(());
    }
    let existing: Vec<String> = existing.iter().map(|path| shown(path)).collect();
    let act = format!("replacing {}", existing.join(", "));
    consent.require(&act).await
}

fn refuse_newer(manifest: &Manifest) -> Result<(), MigrateError> {
    let known = SeaStore::migrations();
    let is_known = |name: &&String| known.iter().any(|step| step.name == **name);
    let unknown = manifest.migrations.iter().filter(|name| !is_known(name));
    let names: Vec<String> = unknown.cloned().collect();
    if names.is_empty() {
        return Ok(());
    }
    Err(MigrateError::NewerDatabase { names })
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> RestoreError {
    let path = shown(path);
    move |source| RestoreError::Write { path, source }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
