//! The settings of tokens: secrets and lifetimes.

use std::path::PathBuf;

use chrono::TimeDelta;
use korotko_core::token::{Secret, SecretError, TokenSettings};

use super::args::Args;
use super::config_errors::ConfigErrors;
use super::environment::Environment;
use super::purpose::Purpose;
use super::{duration, secrets};
use crate::composition::Database;

const JWT_SECRET: &str = "KOROTKO_JWT_SECRET";
const EMAIL_SECRET: &str = "KOROTKO_EMAIL_SECRET";

/// The files of the secrets in the data folder of an embedded database.
pub(crate) const SECRET_FILES: [&str; 2] = ["jwt-secret", "email-secret"];

/// The secrets: their variables, and their files.
pub(super) const SECRETS: [(&str, &str); 2] = [
    (JWT_SECRET, SECRET_FILES[0]),
    (EMAIL_SECRET, SECRET_FILES[1]),
];

/// What to do about a secret that a server needs.
pub(super) const REQUIRED: &str = "is required; create one with `openssl rand -base64 32`";

/// The settings of tokens, before missing secrets are created.
pub(super) struct Tokens {
    jwt: Source<Vec<Secret>>,
    email: Source<Secret>,
    access_lifetime: TimeDelta,
    refresh_lifetime: TimeDelta,
}

/// The source of a secret.
enum Source<T> {
    /// A variable.
    Given(T),
    /// This file in the data folder of an embedded database.
    Kept(PathBuf),
}

/// Reads all settings, so that every error is reported. `database` is `None` if it is invalid: then missing secrets are not reported.
pub(super) fn read(
    args: &Args,
    database: Option<&Database>,
    environment: &Environment,
    errors: &mut ConfigErrors,
) -> Option<Tokens> {
    let access = lifetime(
        "KOROTKO_ACCESS_TTL",
        &args.access_ttl,
        (TokenSettings::MAX_ACCESS_LIFETIME, "1h"),
        errors,
    );
    let refresh = lifetime(
        "KOROTKO_REFRESH_TTL",
        &args.refresh_ttl,
        (TokenSettings::MAX_REFRESH_LIFETIME, "1d"),
        errors,
    );
    let given = (database, environment);
    let [jwt, email] = SECRETS;
    let jwt = source(jwt, several, given, errors);
    let email = source(email, Secret::from_base64, given, errors);
    let tokens = Tokens {
        jwt: jwt?,
        email: email?,
        access_lifetime: access?,
        refresh_lifetime: refresh?,
    };
    if let (Source::Given(jwt), Source::Given(email)) = (&tokens.jwt, &tokens.email) {
        check_different(jwt, email, errors)?;
    }
    Some(tokens)
}

impl Tokens {
    /// The settings with the secrets of the data folder. A missing secret is created; with [`Purpose::Administer`] it is random, because
    /// such a program issues no tokens.
    pub(super) fn load(self, purpose: Purpose, errors: &mut ConfigErrors) -> Option<TokenSettings> {
        let jwt_secrets = self.jwt.load(several, purpose, errors);
        let email_secret = self.email.load(Secret::from_base64, purpose, errors);
        let (jwt_secrets, email_secret) = jwt_secrets.zip(email_secret)?;
        check_different(&jwt_secrets, &email_secret, errors)?;
        Some(TokenSettings {
            jwt_secrets,
            email_secret,
            access_lifetime: self.access_lifetime,
            refresh_lifetime: self.refresh_lifetime,
        })
    }
}

impl<T> Source<T> {
    fn load(
        self,
        parse: impl Fn(&str) -> Result<T, SecretError>,
        purpose: Purpose,
        errors: &mut ConfigErrors,
    ) -> Option<T> {
        let path = match self {
            Self::Given(secret) => return Some(secret),
            Self::Kept(path) => path,
        };
        let name = format!("the secret in the file {}", path.display());
        let text = match purpose {
            Purpose::Serve | Purpose::Work => secrets::kept(&path),
            Purpose::Administer => secrets::kept_or_random(&path),
        };
        let text = text.map_err(|error| format!("cannot be read or created: {error}"));
        let text = errors.check(&name, text)?;
        errors.check(&name, parse(&text))
    }
}

/// The secret of a variable, or else the file of an embedded database.
fn source<T>(
    (name, file): (&str, &str),
    parse: impl Fn(&str) -> Result<T, SecretError>,
    (database, environment): (Option<&Database>, &Environment),
    errors: &mut ConfigErrors,
) -> Option<Source<T>> {
    let before = errors.count();
    if let Some(text) = secrets::variable(name, environment, errors) {
        return errors.check(name, parse(&text)).map(Source::Given);
    }
    if errors.count() > before {
        return None;
    }
    let Some(folder) = database?.folder() else {
        errors.add(name, REQUIRED);
        return None;
    };
    Some(Source::Kept(folder.join(file)))
}

fn check_different(jwt: &[Secret], email: &Secret, errors: &mut ConfigErrors) -> Option<()> {
    if !jwt.contains(email) {
        return Some(());
    }
    let message = format!("must differ from {JWT_SECRET}");
    errors.add(EMAIL_SECRET, message);
    None
}

fn several(list: &str) -> Result<Vec<Secret>, SecretError> {
    list.split(',').map(Secret::from_base64).collect()
}

fn lifetime(
    name: &str,
    text: &str,
    (longest, in_words): (TimeDelta, &str),
    errors: &mut ConfigErrors,
) -> Option<TimeDelta> {
    let time = errors.check(name, duration::parse(text))?;
    if (TimeDelta::seconds(1)..=longest).contains(&time) {
        return Some(time);
    }
    errors.add(name, format!("must be from 1s to {in_words}"));
    None
}
