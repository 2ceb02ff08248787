//! The files with secrets, to examine them.

use std::path::PathBuf;

use super::environment::Environment;
use super::names::SECRETS;
use super::tokens::KEPT;
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
    let named = SECRETS.into_iter().filter_map(|name| {
        let path = environment.get(&format!("{name}_FILE"))?.into();
        Some(SecretFile { name, path })
    });
    let kept = KEPT.into_iter().filter_map(|(name, file)| {
        let given = [name.to_owned(), format!("{name}_FILE")];
        let path = database.folder()?.join(file);
        let is_given = given.iter().any(|name| environment.get(name).is_some());
        (!is_given).then_some(SecretFile { name, path })
    });
    named.chain(kept).collect()
}
