//! The secrets as text, for a backup.

use std::fs;

use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::secrets;
use super::tokens::{REQUIRED, SECRETS};
use crate::composition::Database;

/// Reads all secrets, each with the name of its file in a data folder. Creates none.
pub(crate) fn read(
    database: &Database,
    environment: &Environment,
) -> Result<Vec<(&'static str, String)>, ConfigErrors> {
    let mut errors = ConfigErrors::default();
    let mut texts = Vec::new();
    for (name, file) in SECRETS {
        let text = text((name, file), database, environment, &mut errors);
        texts.extend(text.map(|text| (file, text)));
    }
    if errors.is_empty() {
        Ok(texts)
    } else {
        Err(errors)
    }
}

/// The variables, if they are set, that a program on this database reads instead of these files.
pub(crate) fn given(files: &[&str], environment: &Environment) -> Vec<&'static str> {
    let secrets = SECRETS.into_iter();
    let ignored =
        secrets.filter(|(name, file)| files.contains(file) && environment.has_secret(name));
    ignored.map(|(name, _)| name).collect()
}

fn text(
    (name, file): (&str, &str),
    database: &Database,
    environment: &Environment,
    errors: &mut ConfigErrors,
) -> Option<String> {
    let before = errors.count();
    let given = secrets::variable(name, environment, errors);
    if given.is_some() || errors.count() > before {
        return given;
    }
    let Some(folder) = database.folder() else {
        errors.add(name, REQUIRED);
        return None;
    };
    let path = folder.join(file);
    let shown = format!("the secret in the file {}", path.display());
    let read = fs::read_to_string(path).map_err(|error| format!("cannot be read: {error}"));
    errors.check(&shown, read)
}
