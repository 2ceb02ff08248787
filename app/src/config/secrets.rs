//! Secrets: from variables, from files, or created for an embedded database.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::{SecureRandom, SystemRandom};

use super::config_errors::ConfigErrors;
use super::environment::Environment;

/// The value of a variable, or of the file `<name>_FILE`; an empty variable counts as not set.
pub(super) fn variable(
    name: &str,
    environment: &Environment,
    errors: &mut ConfigErrors,
) -> Option<String> {
    let file_name = format!("{name}_FILE");
    match (environment.get(name), environment.get(&file_name)) {
        (Some(_), Some(_)) => {
            errors.add(name, format!("and {file_name} must not both be set"));
            None
        }
        (None, Some(path)) => {
            let read = fs::read_to_string(path)
                .map_err(|error| format!("is the path of a file that cannot be read: {error}"));
            let value = errors.check(&file_name, read)?;
            Some(value.trim().to_owned())
        }
        (value, None) => value.map(|value| value.trim().to_owned()),
    }
}

/// The secret in this file, which is created at the first start, readable by its owner only.
pub(super) fn kept(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Ok(secret) => Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            create(path)?;
            fs::read_to_string(path).map(|secret| secret.trim().to_owned())
        }
        Err(error) => Err(error),
    }
}

/// The secret in this file, or a random one if the file is missing; creates nothing.
pub(super) fn kept_or_random(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => random(),
        kept => kept.map(|secret| secret.trim().to_owned()),
    }
}

fn random() -> io::Result<String> {
    Ok(STANDARD.encode(random_bytes::<32>()?))
}

/// Writes a new secret under another name and links it to `path`: atomically, and never over an existing secret.
fn create(path: &Path) -> io::Result<()> {
    // Process ids are not unique among containers that share a folder.
    let name = u64::from_ne_bytes(random_bytes()?);
    let temporary = path.with_extension(format!("new-{name:016x}"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&temporary)?;
    writeln!(file, "{}", random()?)?;
    file.sync_all()?;
    let linked = match fs::hard_link(&temporary, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    };
    fs::remove_file(&temporary)?;
    linked
}

fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    let none = |_| io::Error::other("the system returned no random bytes");
    filled.map_err(none).map(|()| bytes)
}
