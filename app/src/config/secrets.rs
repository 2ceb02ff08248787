//! Secrets: variables, files that variables name, and those that an embedded service makes for itself.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::{SecureRandom, SystemRandom};

use super::config_errors::ConfigErrors;
use super::environment::Environment;

/// The value of a variable, or of the file that `<name>_FILE` names; an empty one counts as none.
pub(super) fn variable(
    name: &str,
    environment: &Environment,
    mistakes: &mut ConfigErrors,
) -> Option<String> {
    let file_name = format!("{name}_FILE");
    match (environment.get(name), environment.get(&file_name)) {
        (Some(_), Some(_)) => {
            mistakes.add(name, format!("and {file_name} are both given"));
            None
        }
        (None, Some(path)) => {
            let read = fs::read_to_string(path)
                .map_err(|error| format!("names a file that cannot be read: {error}"));
            let value = mistakes.check(&file_name, read)?;
            Some(value.trim().to_owned())
        }
        (value, None) => value.map(|value| value.trim().to_owned()),
    }
}

/// The secret in this file of the data folder, which is made at the first start, readable by its owner alone.
pub(super) fn kept(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Ok(secret) => Ok(secret.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(path)?;
            fs::read_to_string(path).map(|secret| secret.trim().to_owned())
        }
        Err(error) => Err(error),
    }
}

/// The secret in this file, or some secret or other when there is none; nothing is made.
pub(super) fn kept_or_any(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => any(),
        kept => kept.map(|secret| secret.trim().to_owned()),
    }
}

fn any() -> io::Result<String> {
    Ok(STANDARD.encode(random_bytes::<32>()?))
}

/// Writes a new secret beside, and links it into place: whole or not at all, and never over another's.
fn make(path: &Path) -> io::Result<()> {
    // A name that no other program has: in containers that share a folder, all may have the same process id.
    let name = u64::from_ne_bytes(random_bytes()?);
    let beside = path.with_extension(format!("new-{name:016x}"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)?;
    writeln!(file, "{}", any()?)?;
    file.sync_all()?;
    let linked = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    };
    fs::remove_file(&beside)?;
    linked
}

fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    let none = |_| io::Error::other("the system returned no random bytes");
    filled.map_err(none).map(|()| bytes)
}
