use async_trait::async_trait;
use korotko_core::Korotko;
use korotko_core::administration::{Actor, Administration};
use korotko_core::key::{ApiKey, KeySecret, Keys};
use korotko_core::user::{AuthenticateError, User, Users};
use poem::http::header;
use poem::{Request, Result};

use super::scopes;
use crate::http::problem::{Problem, causes};
use crate::http::{Accounts, operation_id};

/// Authenticates requests by their bearer tokens (RFC 6750): access tokens and API keys.
#[derive(Debug, Clone)]
pub struct Bearers {
    users: Users,
    keys: Keys,
    administration: Administration,
}

impl Bearers {
    /// By the tokens and keys of these use cases.
    #[must_use]
    pub fn new(korotko: &Korotko) -> Self {
        Self {
            users: korotko.users.clone(),
            keys: korotko.keys.clone(),
            administration: korotko.administration.clone(),
        }
    }

    /// The user on whose behalf a request is made; `None` if it has no token.
    pub(super) async fn user(&self, request: &Request) -> Result<Option<User>, Problem> {
        let Some(field) = request.headers().get(header::AUTHORIZATION) else {
            return Ok(None);
        };
        let token = field.to_str().ok().and_then(token);
        let token = token.ok_or_else(Problem::invalid_token)?;
        let user = if KeySecret::is_claimed_by(token) {
            self.owner_of_key(token, request).await?
        } else {
            let user = self.users.authenticate(token).await;
            user.map_err(|error| refused(&error))?
        };
        Ok(Some(user))
    }

    /// The administrator who makes a request.
    pub(super) async fn administrator(&self, request: &Request) -> Result<Actor, Problem> {
        let user = self.user(request).await?;
        let user = user.ok_or_else(Problem::missing_token)?;
        Ok(self.administration.authorize(&user).await?)
    }

    /// The owner of a key, if it may be used for the operation that the request calls.
    async fn owner_of_key(&self, secret: &str, request: &Request) -> Result<User, Problem> {
        let found = self.keys.authenticate(secret).await;
        let found = found.map_err(|error| refused(&error))?;
        let needed = operation_id(request).and_then(scopes::needed);
        if !needed.is_some_and(|needed| found.key.scopes.allow(needed)) {
            return Err(scopes::refusal(needed));
        }
        self.record_use(&found.key);
        Ok(found.owner)
    }

    /// Records the use of a key, if that is due, while the request continues.
    fn record_use(&self, key: &ApiKey) {
        let Some(used) = self.keys.use_to_record(key) else {
            return;
        };
        let id = key.id.0;
        tokio::spawn(async move {
            if let Err(error) = used.record().await {
                let (cause, text) = (causes(&error), "the use of an API key is not recorded");
                tracing::warn!(event = "key_use_unrecorded", key = id, cause, "{text}");
            }
        });
    }
}

fn refused(error: &AuthenticateError) -> Problem {
    match error {
        AuthenticateError::TokenInvalid => Problem::invalid_token(),
        error => Problem::from_fault(error),
    }
}

/// The token of an `Authorization` field. The scheme is case-insensitive (RFC 9110 11.1).
fn token(field: &str) -> Option<&str> {
    let (scheme, token) = field.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[async_trait]
impl Accounts for Bearers {
    async fn account(&self, request: &Request) -> Result<i64> {
        let user = self.user(request).await?;
        Ok(user.ok_or_else(Problem::missing_token)?.id.0)
    }
}
