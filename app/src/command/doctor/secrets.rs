use std::fs;
use std::os::unix::fs::PermissionsExt;

use korotko_core::token::{Secret, SecretWeakness};

use super::finding::Finding;
use crate::composition::Config;
use crate::config::{Environment, SecretFile, secret_files};

pub(super) const NAME: &str = "secrets";

const GENERATE: &str = "generate one with `openssl rand -base64 32`; with a new JWT secret users sign in again, unless the old one stays in the list";

/// Whether secrets may be guessed, or read by others.
pub(super) fn check(config: &Config, environment: &Environment) -> Vec<Finding> {
    let files = secret_files(environment, &config.database);
    let jwt = config.tokens.jwt_secrets.iter();
    let jwt = jwt.map(|secret| ("KOROTKO_JWT_SECRET", secret));
    let email = ("KOROTKO_EMAIL_SECRET", &config.tokens.email_secret);
    let weak = jwt
        .chain([email])
        .filter_map(|(name, secret)| strength(name, secret));
    let mut findings: Vec<_> = weak.chain(files.iter().filter_map(readable)).collect();
    if findings.is_empty() {
        let missing = files.iter().any(|file| !file.path.exists());
        findings.push(Finding::ok(
            NAME,
            if missing {
                "missing secrets are created in the data folder at the first start"
            } else {
                "the secrets look random"
            },
        ));
    }
    findings
}

fn strength(name: &str, secret: &Secret) -> Option<Finding> {
    let weakness = secret.weakness()?;
    let message = format!("{name} {weakness}, and may be guessed");
    Some(match weakness {
        SecretWeakness::Repetitive => Finding::failure(NAME, message, GENERATE),
        SecretWeakness::Text => Finding::warning(NAME, message, GENERATE),
    })
}

/// A warning if every user of the machine can read the file.
fn readable(file: &SecretFile) -> Option<Finding> {
    let mode = fs::metadata(&file.path).ok()?.permissions().mode();
    if mode & 0o004 == 0 {
        return None;
    }
    let path = file.path.display();
    let message = format!(
        "every user of this machine can read the file {path} ({})",
        file.name
    );
    Some(Finding::warning(
        NAME,
        message,
        format!("`chmod 600 {path}`"),
    ))
}
