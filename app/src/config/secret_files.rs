//! The files with secrets, to examine them.

use std::path::PathBuf;

use super::environment::Environment;
use super::names;
use super::tokens::SECRETS;
use crate::composition::Database;

/// A file with a secret.
#[derive(Debug)]
pub(crate) struct SecretFile {
    /// The setting that it is for.
    pub(crate) name: &'static str,
    pub(crate) path: PathBuf,
}

/// The files that variables name, and those in the data folder of an embedded database, which may not exist yet.
pub(crate) fn secret_files(environment: &Environment, database: &Database) -> Vec<SecretFile> {
    let named = names::SECRETS.into_iter().filter_map(|name| {
        let path = environment.get(&format!("{name}_FILE"))?.into();
        Some(SecretFile { name, path })
    });
    let kept = SECRETS.into_iter().filter_map(|(name, file)| {
        let path = database.folder()?.join(file);
        (!environment.has_secret(name)).then_some(SecretFile { name, path })
    });
    named.chain(kept).collect()
}
