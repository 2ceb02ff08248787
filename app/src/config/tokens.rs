//! How tokens are made: secrets and lifetimes.

use chrono::TimeDelta;
use korotko_core::token::{Secret, SecretError, TokenSettings};

use super::secrets::{self, Environment, make_folder};
use super::{Args, Database, Mistakes, duration};

const JWT_SECRET: &str = "KOROTKO_JWT_SECRET";
const EMAIL_SECRET: &str = "KOROTKO_EMAIL_SECRET";

/// Reads everything, so that every mistake is told, and only then looks whether all is there. `database` is `None` when it
/// could not be read: nothing can be said then of secrets that are missing.
pub(super) fn read(
    args: &Args,
    database: Option<&Database>,
    environment: Environment<'_>,
    mistakes: &mut Mistakes,
) -> Option<TokenSettings> {
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
    let jwt = secret(JWT_SECRET, "jwt-secret", database, environment, mistakes);
    let email = secret(
        EMAIL_SECRET,
        "email-secret",
        database,
        environment,
        mistakes,
    );
    let jwt = jwt.and_then(|given| given.parse(several, mistakes));
    let email = email.and_then(|given| given.parse(Secret::from_base64, mistakes));
    let (jwt_secrets, email_secret) = jwt.zip(email)?;
    if jwt_secrets.contains(&email_secret) {
        let what = format!("must differ from every {JWT_SECRET}");
        mistakes.add(EMAIL_SECRET, what);
        return None;
    }
    let (access_lifetime, refresh_lifetime) = access.zip(refresh)?;
    Some(TokenSettings {
        jwt_secrets,
        email_secret,
        access_lifetime,
        refresh_lifetime,
    })
}

fn several(list: &str) -> Result<Vec<Secret>, SecretError> {
    list.split(',').map(Secret::from_base64).collect()
}

fn lifetime(
    name: &str,
    text: &str,
    (longest, in_words): (TimeDelta, &str),
    mistakes: &mut Mistakes,
) -> Option<TimeDelta> {
    let time = mistakes.check(name, duration::parse(text))?;
    if (TimeDelta::seconds(1)..=longest).contains(&time) {
        return Some(time);
    }
    mistakes.add(name, format!("must be from 1s to {in_words}"));
    None
}

/// The text of a secret, and where it came from.
struct Given {
    origin: String,
    text: String,
}

impl Given {
    fn parse<T>(
        self,
        parse: impl Fn(&str) -> Result<T, SecretError>,
        mistakes: &mut Mistakes,
    ) -> Option<T> {
        mistakes.check(&self.origin, parse(&self.text))
    }
}

/// A secret that was given, or else the one that the data folder of an embedded database keeps; nothing is kept as long as
/// anything is wrong.
fn secret(
    name: &str,
    file: &str,
    database: Option<&Database>,
    environment: Environment<'_>,
    mistakes: &mut Mistakes,
) -> Option<Given> {
    let before = mistakes.count();
    if let Some(text) = secrets::variable(name, environment, mistakes) {
        let origin = name.to_owned();
        return Some(Given { origin, text });
    }
    if mistakes.count() > before {
        return None;
    }
    let Some(folder) = database?.folder() else {
        mistakes.add(
            name,
            "must be given; make one with `openssl rand -base64 32`",
        );
        return None;
    };
    if !mistakes.is_empty() {
        return None;
    }
    let path = folder.join(file);
    let kept = make_folder(folder).and_then(|()| secrets::kept(&path));
    let kept = kept.map_err(|error| format!("cannot be kept in the data folder: {error}"));
    let origin = format!("the file {}", path.display());
    let text = mistakes.check(name, kept)?;
    Some(Given { origin, text })
}
