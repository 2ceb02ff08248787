//! Authentication by access token (RFC 6750).

use async_trait::async_trait;
use korotko_core::user::{AuthenticateError, User, Users};
use poem::http::header;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::http::Accounts;
use crate::http::problem::Problem;

/// The security scheme's name in the document.
const SCHEME: &str = "BearerToken";

/// The user whose access token the request carries. A request without a valid token is answered 401.
#[derive(Debug)]
pub struct SignedIn(pub User);

/// The user whose access token the request carries, or `None` without a token. An invalid token is answered 401.
#[derive(Debug)]
pub struct MaybeSignedIn(pub Option<User>);

/// Finds the account of a request by its access token.
#[derive(Debug)]
pub struct Bearers(pub Users);

#[async_trait]
impl Accounts for Bearers {
    async fn account(&self, request: &Request) -> Result<i64> {
        let user = user(request, &self.0).await?;
        Ok(user.ok_or_else(Problem::missing_token)?.id.0)
    }
}

/// The user of the request's token, if it has one.
async fn bearer(request: &Request) -> Result<Option<User>> {
    let users = request.data::<Users>().ok_or_else(Problem::internal)?;
    user(request, users).await
}

async fn user(request: &Request, users: &Users) -> Result<Option<User>> {
    let Some(field) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let token = field
        .to_str()
        .ok()
        .and_then(token)
        .ok_or_else(Problem::invalid_token)?;
    match users.authenticate(token).await {
        Ok(user) => Ok(Some(user)),
        Err(AuthenticateError::TokenInvalid) => Err(Problem::invalid_token().into()),
        Err(error) => Err(Problem::from_fault(&error).into()),
    }
}

/// The token of an `Authorization` field. The scheme is case-insensitive (RFC 9110 11.1).
fn token(field: &str) -> Option<&str> {
    let (scheme, token) = field.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn register_scheme(registry: &mut Registry) {
    let scheme = MetaSecurityScheme {
        ty: "http",
        description: Some("The `access_token` of `signIn` or `refreshTokens`."),
        name: None,
        key_in: None,
        scheme: Some("bearer"),
        bearer_format: Some("JWT"),
        flows: None,
        openid_connect_url: None,
    };
    registry.create_security_scheme(SCHEME, scheme);
}

impl<'a> ApiExtractor<'a> for SignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_scheme(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let user = bearer(request).await?;
        Ok(Self(user.ok_or_else(Problem::missing_token)?))
    }
}

impl<'a> ApiExtractor<'a> for MaybeSignedIn {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        register_scheme(registry);
    }

    fn security_schemes() -> Vec<&'static str> {
        vec![SCHEME]
    }

    fn has_security_fallback() -> bool {
        true
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        bearer(request).await.map(Self)
    }
}
