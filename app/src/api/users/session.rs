use korotko_core::Korotko;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{Credentials, RefreshToken, SignOut, TokenPairView};
use super::problems::{RefreshProblem, SignInProblem, SignOutProblem};
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::api::client::Client;
use crate::http::{JsonBody, OptionalBody};

/// Sessions.
#[derive(Debug)]
pub struct SessionApi {
    pub(in crate::api) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Tokens {
    /// The new token pair.
    #[oai(status = 200)]
    Pair(
        Json<TokenPairView>,
        /// Always `no-store`: tokens must not be cached (RFC 6749 5.1).
        #[oai(header = "Cache-Control")]
        String,
    ),
}

#[derive(ApiResponse)]
pub(super) enum Done {
    /// Done. All sessions have ended.
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
    /// Returns an access token, which is valid for up to one hour (`expires_in`), and a refresh token, which is valid for up to one day.
    /// An unknown address and a wrong password get the same answer in the same time. Attempts are limited by your network, and by your
    /// network and the address together; after too many attempts of others on the address, yours takes up to five seconds longer.
    #[oai(path = "/signin", method = "post", operation_id = "signIn")]
    async fn sign_in(
        &self,
        client: Client,
        body: JsonBody<Credentials>,
    ) -> Result<Tokens, SignInProblem> {
        let Credentials { email, password } = body.0;
        let users = &self.korotko.users;
        let pair = users.sign_in(&email, &password, client.0).await?;
        Ok(Tokens::pair(pair))
    }

    /// Refresh your tokens
    ///
    /// Exchanges a refresh token for a new token pair. The refresh token stays valid until it expires.
    #[oai(path = "/refresh", method = "post", operation_id = "refreshTokens")]
    async fn refresh(&self, body: JsonBody<RefreshToken>) -> Result<Tokens, RefreshProblem> {
        let pair = self.korotko.users.refresh(&body.0.refresh_token).await?;
        Ok(Tokens::pair(pair))
    }

    /// Sign out everywhere
    ///
    /// Ends all sessions of your account: every token issued so far becomes invalid within a second. API keys continue to work, unless
    /// `keys` is `true`: then all of them are deleted.
    #[oai(
        path = "/signout-everywhere",
        method = "post",
        operation_id = "signOutEverywhere"
    )]
    async fn sign_out_everywhere(
        &self,
        user: SignedIn,
        body: OptionalBody<SignOut>,
    ) -> Result<Done, SignOutProblem> {
        let users = &self.korotko.users;
        users.sign_out_everywhere(&user.0, body.0.keys).await?;
        Ok(Done::Done)
    }
}
