//! How tokens are made: secrets and lifetimes.

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

/// What is said of tokens, before a secret is made that is not there yet.
pub(super) struct Tokens {
    jwt: Source<Vec<Secret>>,
    email: Source<Secret>,
    access_lifetime: TimeDelta,
    refresh_lifetime: TimeDelta,
}

/// Where a secret comes from.
enum Source<T> {
    /// It was given.
    Given(T),
    /// The data folder of an embedded database keeps it in this file.
    Kept(PathBuf),
}

/// Reads everything, so that every mistake is told. `database` is `None` when it could not be read: nothing can be said then of
/// secrets that are missing.
pub(super) fn read(
    args: &Args,
    database: Option<&Database>,
    environment: &Environment,
    mistakes: &mut ConfigErrors,
) -> Option<Tokens> {
    let access = lifetime(
        "KOROTKO_ACCESS_TTL",
        &args.access_ttl,
        (TokenSettings::MAX_ACCESS_LIFETIME, "1h"),
        mistakes,
    );
    let refresh = lifetime(
        "KOROTKO_REFRESH_TTL",
        &args.refresh_ttl,
        (TokenSettings::MAX_REFRESH_LIFETIME, "1d"),
        mistakes,
    );
    let given = (database, environment);
    let jwt = source((JWT_SECRET, "jwt-secret"), several, given, mistakes);
    let email = (EMAIL_SECRET, "email-secret");
    let email = source(email, Secret::from_base64, given, mistakes);
    let tokens = Tokens {
        jwt: jwt?,
        email: email?,
        access_lifetime: access?,
        refresh_lifetime: refresh?,
    };
    if let (Source::Given(jwt), Source::Given(email)) = (&tokens.jwt, &tokens.email) {
        check_different(jwt, email, mistakes)?;
    }
    Some(tokens)
}

impl Tokens {
    /// The settings, with the secrets that the data folder keeps. One that is not there is made; or it is another one each
    /// time, for a program that makes no tokens and is to leave nothing behind.
    pub(super) fn settle(
        self,
        purpose: Purpose,
        mistakes: &mut ConfigErrors,
    ) -> Option<TokenSettings> {
        let jwt_secrets = self.jwt.settle(several, purpose, mistakes);
        let email_secret = self.email.settle(Secret::from_base64, purpose, mistakes);
        let (jwt_secrets, email_secret) = jwt_secrets.zip(email_secret)?;
        check_different(&jwt_secrets, &email_secret, mistakes)?;
        Some(TokenSettings {
            jwt_secrets,
            email_secret,
            access_lifetime: self.access_lifetime,
            refresh_lifetime: self.refresh_lifetime,
        })
    }
}

impl<T> Source<T> {
    fn settle(
        self,
        parse: impl Fn(&str) -> Result<T, SecretError>,
        purpose: Purpose,
        mistakes: &mut ConfigErrors,
    ) -> Option<T> {
        let path = match self {
            Self::Given(secret) => return Some(secret),
            Self::Kept(path) => path,
        };
        let name = format!("the secret in the file {}", path.display());
        let text = match purpose {
            Purpose::Serve | Purpose::Work => secrets::kept(&path),
            Purpose::Look => secrets::kept_or_any(&path),
        };
        let text = text.map_err(|error| format!("cannot be kept: {error}"));
        let text = mistakes.check(&name, text)?;
        mistakes.check(&name, parse(&text))
    }
}

/// A secret that was given, or else where the data folder of an embedded database keeps it.
fn source<T>(
    (name, file): (&str, &str),
    parse: impl Fn(&str) -> Result<T, SecretError>,
    (database, environment): (Option<&Database>, &Environment),
    mistakes: &mut ConfigErrors,
) -> Option<Source<T>> {
    let before = mistakes.count();
    if let Some(text) = secrets::variable(name, environment, mistakes) {
        return mistakes.check(name, parse(&text)).map(Source::Given);
    }
    if mistakes.count() > before {
        return None;
    }
    let Some(folder) = database?.folder() else {
        let what = "must be given; generate one with `openssl rand -base64 32`";
        mistakes.add(name, what);
        return None;
    };
    Some(Source::Kept(folder.join(file)))
}

fn check_different(jwt: &[Secret], email: &Secret, mistakes: &mut ConfigErrors) -> Option<()> {
    if !jwt.contains(email) {
        return Some(());
    }
    let what = format!("must differ from every {JWT_SECRET}");
    mistakes.add(EMAIL_SECRET, what);
    None
}

fn several(list: &str) -> Result<Vec<Secret>, SecretError> {
    list.split(',').map(Secret::from_base64).collect()
}

fn lifetime(
    name: &str,
    text: &str,
    (longest, in_words): (TimeDelta, &str),
    mistakes: &mut ConfigErrors,
) -> Option<TimeDelta> {
    let time = mistakes.check(name, duration::parse(text))?;
    if (TimeDelta::seconds(1)..=longest).contains(&time) {
        return Some(time);
    }
    mistakes.add(name, format!("must be from 1s to {in_words}"));
    None
}
