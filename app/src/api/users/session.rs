use korotko_core::Korotko;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{Credentials, RefreshToken, TokenPairView};
use super::problems::{RefreshProblem, SignInProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::problems::SessionProblem;
use crate::http::JsonBody;

/// Sessions.
#[derive(Debug)]
pub struct SessionApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Tokens {
    /// A pair of tokens.
    #[oai(status = 200)]
    Pair(
        Json<TokenPairView>,
        /// Tokens must not be kept by caches (RFC 6749 5.1).
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
pub(super) enum Done {
    /// Done; every session is over.
    #[oai(status = 204)]
    Done,
}

impl Tokens {
    fn pair(pair: korotko_core::token::TokenPair) -> Self {
        Self::Pair(Json(pair.into()), "no-store".to_owned())
    }
}

#[OpenApi(prefix_path = "/api/users", tag = "Tag::Accounts")]
impl SessionApi {
    /// Sign in
    ///
    /// Gives an access token, which works for an hour or less (`expires_in`), and a refresh token, which works for a day or
    /// less. The same 401 in the same time for an unknown address and a wrong password.
    #[oai(path = "/signin", method = "post", operation_id = "signIn")]
    async fn sign_in(&self, body: JsonBody<Credentials>) -> Result<Tokens, SignInProblem> {
        let Credentials { email, password } = body.0;
        let pair = self.korotko.users.sign_in(&email, &password).await?;
        Ok(Tokens::pair(pair))
    }

    /// Refresh the tokens
    ///
    /// Gives a fresh pair for a refresh token, which itself goes on working until its own end.
    #[oai(path = "/refresh", method = "post", operation_id = "refreshTokens")]
    async fn refresh(&self, body: JsonBody<RefreshToken>) -> Result<Tokens, RefreshProblem> {
        let pair = self.korotko.users.refresh(&body.0.refresh_token).await?;
        Ok(Tokens::pair(pair))
    }

    /// Sign out everywhere
    ///
    /// Ends every session of the account at once: no token made so far works any more.
    #[oai(
        path = "/signout-everywhere",
        method = "post",
        operation_id = "signOutEverywhere"
    )]
    async fn sign_out_everywhere(&self, user: SignedIn) -> Result<Done, SessionProblem> {
        self.korotko.users.sign_out_everywhere(&user.0).await?;
        Ok(Done::Done)
    }
}
