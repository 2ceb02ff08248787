//! What requests to accounts have and answer, as JSON.

use korotko_core::token::TokenPair;
use korotko_core::user::{AccessPolicy, ChangePassword, Language, Register, User};
use poem_openapi::Object;
use poem_openapi::types::Example;
use serde::Deserialize;

use crate::api::examples;

/// The e-mail address and password of an account.
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

/// A new account.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct NewAccount {
    /// The e-mail address.
    #[oai(validator(max_length = 254))]
    pub email: String,
    /// The password: 8 to 256 characters, with at least one each of `a-z`, `A-Z`, `0-9`, and no control characters.
    #[oai(validator(min_length = 8, max_length = 256))]
    pub password: String,
    /// The token of an invitation that was mailed to this address, if you have one. It works once, within seven days.
    #[serde(default)]
    #[oai(validator(max_length = 254))]
    pub invitation: Option<String>,
}

impl NewAccount {
    pub(super) fn with_language(self, language: Language) -> Register {
        Register {
            email: self.email,
            password: self.password,
            language,
            invitation: self.invitation,
        }
    }
}

impl Example for NewAccount {
    fn example() -> Self {
        Self {
            email: examples::EMAIL.to_owned(),
            password: examples::PASSWORD.to_owned(),
            invitation: None,
        }
    }
}

/// An e-mail address.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct EmailAddress {
    /// The e-mail address.
    #[oai(validator(max_length = 254))]
    pub email: String,
}

impl Example for EmailAddress {
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
    /// The `refresh_token` of the last token pair.
    pub refresh_token: String,
}

impl Example for RefreshToken {
    fn example() -> Self {
        Self {
            refresh_token: examples::TOKEN.to_owned(),
        }
    }
}

/// What to end besides all sessions.
#[derive(Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct SignOut {
    /// Whether all API keys are deleted, too.
    #[serde(default)]
    #[oai(default)]
    pub keys: bool,
}

impl Example for SignOut {
    fn example() -> Self {
        Self { keys: true }
    }
}

/// A change of the password.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct PasswordChange {
    /// The current password.
    pub current_password: String,
    /// The new password, under the same rules as in `registerUser`.
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

/// A reset token and the new password.
#[derive(Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example)]
pub(crate) struct PasswordReset {
    /// The token of the password reset mail: the last segment of its link.
    pub token: String,
    /// The new password, under the same rules as in `registerUser`.
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

/// A message for people.
#[derive(Object)]
#[oai(example)]
pub(crate) struct Message {
    /// The message, in English.
    pub message: String,
}

impl Message {
    pub(in crate::api) fn new(message: &str) -> Self {
        Self {
            message: message.to_owned(),
        }
    }

    /// The message to whoever registered this account.
    pub(super) fn registered(user: &User, policy: &AccessPolicy) -> Self {
        let next = if user.is_verified() {
            "Sign in with its address and password."
        } else {
            "Open the link in the verification mail to activate it."
        };
        let terms = policy.terms_url.as_ref();
        let terms = terms.map(|url| format!(" The terms of this service are at {url}"));
        let message = format!(
            "The account was created. {next}{}",
            terms.unwrap_or_default()
        );
        Self { message }
    }
}

impl Example for Message {
    fn example() -> Self {
        Self::new("The account was created. Open the link in the verification mail to activate it.")
    }
}

/// The tokens of a session (RFC 6749 5.1).
#[derive(Object)]
#[oai(example, rename = "TokenPair")]
pub(crate) struct TokenPairView {
    /// Authenticates requests: send it as `Authorization: Bearer …`.
    pub access_token: String,
    /// Exchanged for a new token pair by `refreshTokens`.
    pub refresh_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// The lifetime of the access token, in seconds.
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
