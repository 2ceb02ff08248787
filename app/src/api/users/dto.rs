//! Accounts as JSON.

use chrono::{DateTime, Utc};
use korotko_core::token::TokenPair;
use korotko_core::user::{ChangePassword, User};
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;

/// What somebody gives to get an account, or to sign in.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct Credentials {
    /// The e-mail address.
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// The password: 8 to 256 characters, with at least one each of `a-z`, `A-Z`, `0-9`, and no control characters.
    #[oai(validator(min_length = 8, max_length = 256))]
    pub password: String,
}

impl Example for Credentials {
    fn example() -> Self {
        Self {
            email: examples::EMAIL.to_owned(),
            password: examples::PASSWORD.to_owned(),
        }
    }
}

/// An e-mail address.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct Address {
    /// The e-mail address.
    #[oai(validator(max_length = 254))]
    pub email: String,
}

impl Example for Address {
    fn example() -> Self {
        Self {
            email: examples::EMAIL.to_owned(),
        }
    }
}

/// A refresh token.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct RefreshToken {
    /// The `refresh_token` of the last pair.
    pub refresh_token: String,
}

impl Example for RefreshToken {
    fn example() -> Self {
        Self {
            refresh_token: examples::TOKEN.to_owned(),
        }
    }
}

/// The old and the new password.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct PasswordChange {
    /// The password that is good until now.
    pub current_password: String,
    /// The password to be, under the rules of `registerUser`.
    #[oai(validator(min_length = 8, max_length = 256))]
    pub new_password: String,
}

impl Example for PasswordChange {
    fn example() -> Self {
        Self {
            current_password: examples::PASSWORD.to_owned(),
            new_password: examples::NEW_PASSWORD.to_owned(),
        }
    }
}

impl From<PasswordChange> for ChangePassword {
    fn from(change: PasswordChange) -> Self {
        Self {
            current_password: change.current_password,
            new_password: change.new_password,
        }
    }
}

/// A token from a mail, and the password that it sets.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct PasswordReset {
    /// The token from the mail.
    pub token: String,
    /// The password to be, under the rules of `registerUser`.
    #[oai(validator(min_length = 8, max_length = 256))]
    pub new_password: String,
}

impl Example for PasswordReset {
    fn example() -> Self {
        Self {
            token: examples::TOKEN.to_owned(),
            new_password: examples::NEW_PASSWORD.to_owned(),
        }
    }
}

/// The password once more, before something that cannot be taken back.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct PasswordProof {
    /// The password.
    pub password: String,
}

impl Example for PasswordProof {
    fn example() -> Self {
        Self {
            password: examples::PASSWORD.to_owned(),
        }
    }
}

/// What was done, for people.
#[derive(Object)]
#[oai(example)]
pub(crate) struct Message {
    /// A sentence.
    pub message: String,
}

impl Message {
    pub(super) fn new(message: &str) -> Self {
        Self {
            message: message.to_owned(),
        }
    }
}

impl Example for Message {
    fn example() -> Self {
        Self::new("A mail is on its way. Follow the link in it within 24 hours.")
    }
}

/// The tokens of a session (RFC 6749 5.1).
#[derive(Object)]
#[oai(example, rename = "TokenPair")]
pub(crate) struct TokenPairView {
    /// Signs requests: `Authorization: Bearer …`.
    pub access_token: String,
    /// Buys a fresh pair at `refreshTokens`.
    pub refresh_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// How long the access token works, in seconds.
    pub expires_in: i64,
}

impl From<TokenPair> for TokenPairView {
    fn from(pair: TokenPair) -> Self {
        Self {
            access_token: pair.access_token,
            refresh_token: pair.refresh_token,
            token_type: "Bearer".to_owned(),
            expires_in: pair.expires_in.num_seconds(),
        }
    }
}

impl Example for TokenPairView {
    fn example() -> Self {
        Self {
            access_token: examples::TOKEN.to_owned(),
            refresh_token: examples::TOKEN.to_owned(),
            token_type: "Bearer".to_owned(),
            expires_in: 3600,
        }
    }
}

/// An account, as its owner sees it.
#[derive(Object)]
#[oai(example)]
pub(crate) struct Profile {
    /// The number that stands behind `?u=` in the share URLs of personal links.
    pub id: i64,
    /// The e-mail address, as it was typed.
    pub email: String,
    /// The language of the mails: `en` or `ru`.
    pub language: String,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// When the address was confirmed.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
}

impl From<&User> for Profile {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.0,
            email: user.email.as_typed().to_owned(),
            language: user.language.tag().to_owned(),
            created_at: user.created_at,
            verified_at: user.verified_at,
        }
    }
}

impl Example for Profile {
    fn example() -> Self {
        Self {
            id: 1,
            email: examples::EMAIL.to_owned(),
            language: "en".to_owned(),
            created_at: examples::past(),
            verified_at: Some(examples::past()),
        }
    }
}
