use std::fmt;

use chrono::TimeDelta;

use super::Secret;

/// How tokens are signed, and how long they are valid.
#[derive(Debug, Clone)]
pub struct TokenSettings {
    /// The secrets of the JWTs: the first signs, all verify. At least one.
    pub jwt_secrets: Vec<Secret>,
    /// The secret of the tokens in mails; must differ from every JWT secret.
    pub email_secret: Secret,
    /// How long an access token is valid: up to an hour.
    pub access_lifetime: TimeDelta,
    /// How long a refresh token is valid: up to a day.
    pub refresh_lifetime: TimeDelta,
}

/// An error in [`TokenSettings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenSettingsError {
    /// No secret to sign JWTs with.
    #[error("no JWT secret")]
    NoJwtSecret,
    /// The e-mail secret is one of the JWT secrets.
    #[error("the e-mail secret must differ from every JWT secret")]
    SecretsEqual,
    /// Outside 1 second to 1 hour.
    #[error("the lifetime of an access token must be from 1 second to 1 hour")]
    AccessLifetime,
    /// Outside 1 second to 1 day.
    #[error("the lifetime of a refresh token must be from 1 second to 1 day")]
    RefreshLifetime,
}

/// All errors in [`TokenSettings`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSettingsErrors(pub Vec<TokenSettingsError>);

impl fmt::Display for TokenSettingsErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TokenSettingsErrors {}

impl TokenSettings {
    /// The maximum lifetime of an access token, and the default.
    pub const MAX_ACCESS_LIFETIME: TimeDelta = TimeDelta::hours(1);
    /// The maximum lifetime of a refresh token, and the default.
    pub const MAX_REFRESH_LIFETIME: TimeDelta = TimeDelta::days(1);

    /// Settings with these secrets and the default lifetimes.
    #[must_use]
    pub fn new(jwt_secret: Secret, email_secret: Secret) -> Self {
        Self {
            jwt_secrets: vec![jwt_secret],
            email_secret,
            access_lifetime: Self::MAX_ACCESS_LIFETIME,
            refresh_lifetime: Self::MAX_REFRESH_LIFETIME,
        }
    }

    /// All errors, or none.
    #[must_use]
    pub fn errors(&self) -> Vec<TokenSettingsError> {
        let within = |lifetime, max| (TimeDelta::seconds(1)..=max).contains(&lifetime);
        let checks = [
            (
                !self.jwt_secrets.is_empty(),
                TokenSettingsError::NoJwtSecret,
            ),
            (
                !self.jwt_secrets.contains(&self.email_secret),
                TokenSettingsError::SecretsEqual,
            ),
            (
                within(self.access_lifetime, Self::MAX_ACCESS_LIFETIME),
                TokenSettingsError::AccessLifetime,
            ),
            (
                within(self.refresh_lifetime, Self::MAX_REFRESH_LIFETIME),
                TokenSettingsError::RefreshLifetime,
            ),
        ];
        checks
            .into_iter()
            .filter_map(|(good, error)| (!good).then_some(error))
            .collect()
    }
}
